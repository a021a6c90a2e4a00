package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A transport that fails costs its own stream and no other. */
class TransportFaultTest {
    private final TestHub hub = new TestHub();
    private final FakeTransport failing = new FakeTransport();
    private final Subscription subscription = hub.subscribe(failing, TestHub.to("a"));
    private final FakeTransport other = hub.subscribe("a");

    private final WatchedLog log = new WatchedLog("dev.breakwater.sse.delivery.Shard");

    @AfterEach
    void close() {
        hub.close();
        log.close();
    }

    static Stream<Throwable> faults() {
        return Stream.of(new IllegalStateException("a fault of the test"), new AssertionError("a fault of the test"));
    }

    @Test
    void clientThatIsGone_endsItsStream() {
        hub.settle();
        failing.failWrites(new IOException("broken pipe"));
        publishToBoth("1");
        assertThat(TestHub.now(subscription.closed())).isEqualTo(CloseReason.CLIENT_GONE);
        assertThat(failing.ends()).isEqualTo(1);
        assertThat(log.thrown()).as("nobody's fault").isEmpty();
        assertOtherGoesOn();
    }

    @Test
    void clientThatIsGoneBeforeThePreamble_endsItsStream() {
        try (TestHub fresh = new TestHub()) {
            FakeTransport gone = FakeTransport.thatStartsBlocked();
            gone.failWrites(new IOException("broken pipe"));
            Subscription its = fresh.subscribe(gone, TestHub.to("a"));
            gone.unblock();
            assertThat(TestHub.now(its.closed())).isEqualTo(CloseReason.CLIENT_GONE);
            assertThat(fresh.hub.counters().opened()).isEqualTo(1);
            assertThat(fresh.hub.counters().closed(CloseReason.CLIENT_GONE)).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultOfAWrite_endsItsStream(Throwable fault) {
        hub.settle();
        failing.failWrites(fault);
        publishToBoth("1");
        assertThat(TestHub.now(subscription.closed())).isEqualTo(CloseReason.ERROR);
        assertThat(log.thrown()).containsExactly(fault);
        assertOtherGoesOn();
    }

    @Test
    void faultOfIsReady_endsItsStream() {
        hub.settle();
        failing.failReady(new IllegalStateException("a fault of the test"));
        publishToBoth("1");
        assertThat(TestHub.now(subscription.closed())).isEqualTo(CloseReason.ERROR);
        assertOtherGoesOn();
    }

    /** A fault while ending killed the shard's thread, and with it every stream of the shard, in silence. */
    @ParameterizedTest
    @MethodSource("faults")
    void faultWhileEnding_endsTheStreamAllTheSame_whereverItIsEndedFrom(Throwable fault) {
        for (Consumer<FakeTransport> ending : endings()) {
            try (TestHub fresh = new TestHub(config -> config.maxStreamAge(Duration.ofHours(1)))) {
                FakeTransport broken = new FakeTransport();
                Subscription its = fresh.subscribe(broken, TestHub.to("a"));
                fresh.settle();
                broken.failEnd(fault);
                ending.accept(broken);
                fresh.publish("a", "1");
                fresh.settle();
                if (!its.closed().toCompletableFuture().isDone()) {
                    fresh.advance(Duration.ofHours(2));
                }
                assertThat(its.closed().toCompletableFuture()).isCompleted();
                assertThat(fresh.hub.streams()).isZero();

                FakeTransport next = fresh.subscribe("a");
                fresh.publish("a", "2");
                fresh.settle();
                assertThat(next.data()).containsExactly("2");
            }
        }
    }

    /** From a failed write, from a client that is gone, and (left alone) from a timer. */
    private static List<Consumer<FakeTransport>> endings() {
        return List.of(
                broken -> broken.failWrites(new IllegalStateException("a fault of the test")),
                broken -> broken.failWrites(new IOException("broken pipe")),
                broken -> {});
    }

    @Test
    void faultWhileEnding_doesNotKeepTheHubFromClosing() {
        hub.settle();
        failing.failEnd(new IllegalStateException("a fault of the test"));
        hub.close();
        assertThat(subscription.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.SERVER);
        assertThat(other.ends()).isEqualTo(1);
        assertThat(hub.hub.streams()).isZero();
    }

    @Test
    void reasonThatTheTransportTellsFirst_isTheReason() {
        hub.settle();
        failing.giveBack(CloseReason.TOO_SLOW);
        failing.giveBack(CloseReason.CLIENT_GONE);
        assertThat(TestHub.now(subscription.closed())).isEqualTo(CloseReason.TOO_SLOW);
    }

    @Test
    void faultInWhatWaitsForTheEnd_isItsOwn() {
        hub.settle();
        subscription.closed().thenRun(() -> {
            throw new IllegalStateException("a fault of the test");
        });
        failing.giveBack(CloseReason.CLIENT_GONE);
        hub.settle();
        assertOtherGoesOn();
        assertThat(hub.hub.streams()).isEqualTo(1);
    }

    private void publishToBoth(String data) {
        hub.publish("a", data);
        hub.settle();
        assertThat(other.data()).containsExactly(data);
    }

    private void assertOtherGoesOn() {
        hub.publish("a", "goes on");
        hub.settle();
        assertThat(other.data()).endsWith("goes on");
        assertThat(hub.hub.streams()).isEqualTo(1);
    }
}
