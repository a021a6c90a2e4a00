package dev.breakwater.sse.jaxrs.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.Transport;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class SinkTransportTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Sink sink = new Sink();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final SinkTransport transport = new SinkTransport(sink, new Senders("test"));

    /** A sink that sends when the test says so. */
    private static final class Sink implements SseEventSink {
        final List<OutboundSseEvent> events = new CopyOnWriteArrayList<>();
        final List<CompletableFuture<Object>> stages = new CopyOnWriteArrayList<>();
        volatile boolean closed;

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public CompletableFuture<?> send(OutboundSseEvent event) {
            CompletableFuture<Object> stage = new CompletableFuture<>();
            stages.add(stage);
            events.add(event);
            return stage;
        }

        @Override
        public void close() {
            closed = true;
        }

        void sendAll() {
            stages.forEach(stage -> stage.complete(null));
        }
    }

    SinkTransportTest() {
        transport.start(new Transport.Signals() {
            @Override
            public void writable() {
                told.add("writable");
            }

            @Override
            public void ended(CloseReason reason) {
                told.add(reason.label());
            }
        });
    }

    private void write(String blocks) {
        byte[] bytes = blocks.getBytes(StandardCharsets.UTF_8);
        assertThat(transport.write(bytes, 0, bytes.length)).isFalse();
    }

    @Test
    void nextWrite_isTakenWhenTheSinkHasSentTheLastOne() {
        assertThat(transport.isReady()).isTrue();
        write("data: 1\n\ndata: 2\n\n");
        await().atMost(SOON).until(() -> sink.events.size() >= 2);
        assertThat(transport.isReady()).isFalse();

        sink.sendAll();

        await().atMost(SOON).until(() -> told.equals(List.of("writable", "writable")));
        assertThat(transport.isReady()).isTrue();
    }

    @Test
    void eventThatTheSinkHasPutAside_isFollowedByAComment() {
        write("data: 1\n\n");

        await().atMost(SOON).until(() -> sink.events.size() == 2);
        assertThat(sink.events.get(1).getComment()).isEmpty();
        assertThat(sink.events.get(1).getData()).isNull();
    }

    @Test
    void writeThatFails_endsTheStreamAndClosesTheSink() {
        write("data: 1\n\n");
        await().atMost(SOON).until(() -> !sink.stages.isEmpty());

        sink.stages.get(0).completeExceptionally(new IOException("gone"));

        await().atMost(SOON).until(() -> told.contains("client-gone") && sink.closed);
        assertThat(transport.isReady()).isFalse();
    }

    @Test
    void end_waitsForWhatTheSinkIsSending() {
        write("data: 1\n\n");
        await().atMost(SOON).until(() -> !sink.stages.isEmpty());
        transport.end();
        assertThat(sink.closed).isFalse();

        sink.sendAll();

        await().atMost(SOON).until(() -> told.contains("application") && sink.closed);
    }

    @Test
    void cut_closesASinkThatSendsNothing() {
        write("data: 1\n\n");
        transport.end();

        transport.cut();

        await().atMost(SOON).until(() -> told.contains("too-slow") && sink.closed);
    }

    @Test
    void sink_thatWasClosedByOthers_endsTheStream() {
        sink.close();

        assertThat(transport.isReady()).isFalse();
        assertThat(told).containsExactly("writable", "client-gone");
    }
}
