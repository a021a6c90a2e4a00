package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HubCloseTest {
    private final TestHub hub = new TestHub(config -> config.name("closing"));

    @Test
    void hubThatCloses_endsItsStreamsAndThreads() {
        FakeTransport client = new FakeTransport();
        Subscription subscription = hub.subscribe(client, TestHub.to("a"));
        hub.publish("a", "1");
        hub.settle();
        Thread shard = client.writer();
        hub.close();
        assertThat(client.data()).containsExactly("1");
        assertThat(client.ends()).isEqualTo(1);
        assertThat(subscription.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.SERVER);
        assertThat(hub.hub.streams()).isZero();
        assertThat(hub.hub.counters().closed(CloseReason.SERVER)).isEqualTo(1);
        assertThat(shard).isNotNull();
        assertThat(shard.getName()).isEqualTo("closing-shard-0");
        assertThat(shard.isAlive()).isFalse();
    }

    @Test
    void closing_twice_isClosingOnce() {
        FakeTransport client = hub.subscribe("a");
        hub.close();
        hub.close();
        assertThat(client.ends()).isEqualTo(1);
    }

    @Test
    void subscribing_toAHubThatIsClosed_isRefusedBeforeATransportIsMade() {
        hub.close();
        AtomicBoolean made = new AtomicBoolean();
        assertThatIllegalStateException()
                .isThrownBy(() -> hub.hub.subscribe(TestHub.to("a"), () -> {
                    made.set(true);
                    return new FakeTransport();
                }))
                .withMessage("the hub is closed");
        assertThat(made).isFalse();
    }

    @Test
    void questions_toAHubThatIsClosed_areAnswered() throws Exception {
        hub.subscribe("a");
        hub.close();
        assertThat(TestHub.now(hub.hub.lags())).isEmpty();
        assertThat(hub.hub.awaitRoom(Duration.ZERO)).isTrue();
    }

    @Test
    void subscriptionThatIsClosedAfterTheHub_staysEnded() {
        FakeTransport client = new FakeTransport();
        Subscription subscription = hub.subscribe(client, TestHub.to("a"));
        hub.close();
        subscription.close();
        client.giveBack(CloseReason.CLIENT_GONE);
        assertThat(client.ends()).isEqualTo(1);
        assertThat(subscription.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.SERVER);
    }

    /**
     * A stream that is subscribed while the hub closes is either refused or ended; it was possible that nobody ever told
     * whoever waits for its end.
     */
    @Test
    void streamsThatAreSubscribedWhileTheHubCloses_allEnd() throws Exception {
        for (int round = 0; round < 200; round++) {
            try (TestHub closing = new TestHub(config -> config.shards(2))) {
                Queue<Subscription> subscriptions = new ConcurrentLinkedQueue<>();
                CountDownLatch running = new CountDownLatch(2);
                List<Thread> subscribers = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    Thread subscriber = new Thread(() -> {
                        running.countDown();
                        try {
                            while (true) {
                                subscriptions.add(closing.subscribe(new FakeTransport(), TestHub.to("a")));
                            }
                        } catch (IllegalStateException closed) {
                            // As it should.
                        }
                    });
                    subscriber.start();
                    subscribers.add(subscriber);
                }
                running.await();
                closing.close();
                for (Thread subscriber : subscribers) {
                    subscriber.join();
                }
                for (Subscription subscription : subscriptions) {
                    assertThat(TestHub.now(subscription.closed())).isEqualTo(CloseReason.SERVER);
                }
                assertThat(closing.hub.streams()).isZero();
            }
        }
    }
}
