package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.event.SseEvent;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A publisher that would rather wait than outrun its subscribers. */
class PacingTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final TestHub hub = TestHub.keeping(64);

    @AfterEach
    void close() {
        hub.close();
    }

    private boolean hasRoom() throws InterruptedException {
        return hub.hub.awaitRoom(Duration.ZERO);
    }

    /** A shard that a busy machine keeps from its processor for a tenth of a second has no answer in that time. */
    private void awaitThatThereIsRoom() {
        await().pollDelay(Duration.ZERO).atMost(LONG).until(this::hasRoom);
    }

    private FakeTransport slowClient(String topic) {
        FakeTransport client = new FakeTransport();
        hub.subscribe(client, TestHub.to(topic).withPolicy(SlowConsumerPolicy.SKIP));
        hub.settle();
        client.block();
        hub.publish(topic, "into its buffer");
        hub.settle();
        return client;
    }

    @Test
    void room_isThere_ifNobodyReads() throws Exception {
        awaitThatThereIsRoom();
        hub.publish("a", 1, 1_000);
        awaitThatThereIsRoom();
    }

    @Test
    void room_isThere_ifAllHaveRead() throws Exception {
        FakeTransport client = hub.subscribe("a");
        for (int i = 0; i < 20; i++) {
            hub.publish("a", 1, 10);
            hub.settle();
            awaitThatThereIsRoom();
        }
        assertThat(client.data()).hasSize(200);
    }

    @Test
    void room_isGone_onceHalfOfTheLogWaitsForAClientThatReads() throws Exception {
        FakeTransport client = slowClient("a");
        hub.publish("a", 1, 31);
        awaitThatThereIsRoom();
        hub.publish("a", 32, 40);
        assertThat(hasRoom()).as("a further eighth of the log later").isFalse();
        client.unblock();
        hub.settle();
        awaitThatThereIsRoom();
    }

    @Test
    void room_isThere_ifWhatWaitsIsNothingToTheClientsThatLag() throws Exception {
        slowClient("quiet");
        hub.publish("busy", 1, 60);
        awaitThatThereIsRoom();
    }

    @Test
    void room_isThere_ifTheClientThatLagsHasNotReadForASecond() throws Exception {
        slowClient("a");
        hub.publish("a", 1, 40);
        assertThat(hasRoom()).isFalse();
        hub.advance(Duration.ofMillis(1_001));
        awaitThatThereIsRoom();
    }

    @Test
    void room_isAwaited() throws Exception {
        FakeTransport client = slowClient("a");
        hub.publish("a", 1, 40);
        CountDownLatch waits = new CountDownLatch(1);
        CompletableFuture<Boolean> room = CompletableFuture.supplyAsync(() -> {
            waits.countDown();
            try {
                return hub.hub.awaitRoom(LONG);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        waits.await();
        hub.settle();
        assertThat(room).isNotDone();
        client.unblock();
        assertThat(room.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void publisherThatWaits_canBeInterrupted() throws Exception {
        slowClient("a");
        hub.publish("a", 1, 40);
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread publisher = new Thread(() -> {
            try {
                hub.hub.awaitRoom(LONG);
                thrown.complete(new AssertionError("there was no room"));
            } catch (InterruptedException e) {
                thrown.complete(e);
            }
        });
        publisher.start();
        publisher.interrupt();
        assertThat(thrown.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void publisherThatIsInterruptedAlready_isToldAtOnce() {
        slowClient("a");
        hub.publish("a", 1, 40);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> hub.hub.awaitRoom(LONG));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** What pacing is for: a flood, a log that holds little of it, and a client that gets everything all the same. */
    @Test
    void publisherThatAwaitsRoom_floodsWithoutLossOrDisconnect() throws Exception {
        FakeTransport one = hub.subscribe("a");
        FakeTransport other = hub.subscribe("a", "b");
        hub.settle();
        int events = 20_000;
        for (int i = 0; i < events; i++) {
            assertThat(hub.hub.awaitRoom(LONG)).isTrue();
            hub.hub.publish(SseEvent.of("a", String.valueOf(i)));
        }
        await().untilAsserted(() -> assertThat(hub.hub.counters().events()).isEqualTo(2L * events));
        assertThat(one.ends() + other.ends()).isZero();
        assertThat(hub.hub.counters().gaps()).isZero();
        assertThat(one.data()).hasSize(events).endsWith(String.valueOf(events - 1));
        assertThat(other.data()).isEqualTo(one.data());
    }
}
