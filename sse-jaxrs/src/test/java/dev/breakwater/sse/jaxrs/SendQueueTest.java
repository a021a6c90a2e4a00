package dev.breakwater.sse.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.delivery.CloseReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class SendQueueTest {
    private static final int MOST_BYTES = 10;

    private final FakeTransport transport = new FakeTransport();
    private final SendQueue queue = new SendQueue(transport, MOST_BYTES);

    private CompletableFuture<?> send(String frame) {
        return queue.send(frame.getBytes(StandardCharsets.UTF_8)).toCompletableFuture();
    }

    @Test
    void frame_whileTheClientReads_isWrittenAtOnce() {
        transport.ready = true;

        assertThat(send("one")).isCompleted();

        assertThat(transport.writes).containsExactly("one");
    }

    @Test
    void frames_thatPiledUp_areOneWrite() {
        CompletableFuture<?> first = send("one");
        CompletableFuture<?> second = send("two");
        assertThat(first).isNotDone();

        transport.ready = true;
        queue.writable();

        assertThat(transport.writes).containsExactly("onetwo");
        assertThat(first).isCompleted();
        assertThat(second).isCompleted();
    }

    @Test
    void frames_asManyAsTheBoundAllows_wait() {
        send("12345");

        assertThat(send("67890")).isNotDone();
        assertThat(queue.isClosed()).isFalse();
    }

    @Test
    void frame_overTheBound_failsAllThatWaitsAndEndsTheStream() {
        CompletableFuture<?> first = send("12345");

        CompletableFuture<?> over = send("678901");

        assertThat(first).isCompletedExceptionally();
        assertThat(over)
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("reads too slowly: more than 10 bytes");
        assertThat(transport.ended).isTrue();
        assertThatThrownBy(() -> send("x")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void frame_largerThanTheBound_waitsIfNothingElseDoes() {
        CompletableFuture<?> large = send("x".repeat(100));
        assertThat(large).isNotDone();

        transport.ready = true;
        queue.writable();

        assertThat(large).isCompleted();
    }

    @Test
    void close_whileFramesWait_endsTheStreamAfterThem() {
        CompletableFuture<?> last = send("last");

        queue.close();
        assertThat(transport.ended).isFalse();
        transport.ready = true;
        queue.writable();

        assertThat(last).isCompleted();
        assertThat(transport.ended).isTrue();
    }

    @Test
    void close_whileNothingWaits_endsTheStreamAtOnce() {
        queue.close();

        assertThat(transport.ended).isTrue();
        assertThat(queue.isClosed()).isTrue();
    }

    @Test
    void stream_thatEnds_failsWhatWaits() {
        CompletableFuture<?> waiting = send("one");

        queue.ended(CloseReason.CLIENT_GONE);

        assertThat(waiting).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("client-gone");
        assertThat(queue.isClosed()).isTrue();
    }

    @Test
    void write_thatFails_failsItsFramesAndTheQueue() {
        transport.gone = true;
        transport.ready = true;

        assertThat(send("one")).isCompletedExceptionally();

        assertThat(queue.isClosed()).isTrue();
    }

    @Test
    void dependants_ofAStage_mayUseTheQueue() {
        CompletableFuture<?> chained = send("one").thenCompose(done -> send("two"));

        transport.ready = true;
        queue.writable();

        assertThat(chained).isCompleted();
        assertThat(transport.writes).containsExactly("one", "two");
    }
}
