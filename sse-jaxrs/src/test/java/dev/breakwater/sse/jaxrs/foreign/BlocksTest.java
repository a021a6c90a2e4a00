package dev.breakwater.sse.jaxrs.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BlocksTest {
    private static List<OutboundSseEvent> events(String blocks) {
        byte[] bytes = ("before" + blocks + "after").getBytes(StandardCharsets.UTF_8);
        return Blocks.events(bytes, "before".length(), bytes.length - "beforeafter".length());
    }

    @Test
    void blocks_becomeEventsWithAllTheirFields() {
        List<OutboundSseEvent> events = events("event: price\nid: 7\ndata: one\ndata:\ndata: : two\n\ndata: ü\n\n");

        assertThat(events)
                .containsExactly(
                        new PlainEvent("7", "price", null, SseEvent.RECONNECT_NOT_SET, "one\n\n: two"),
                        new PlainEvent(null, null, null, SseEvent.RECONNECT_NOT_SET, "ü"));
        assertThat(events.get(0).isReconnectDelaySet()).isFalse();
    }

    @Test
    void blocksWithoutData_becomeComments() {
        List<OutboundSseEvent> events = events(": beat\nretry: 1500\n\nretry: 2000\n\n");

        assertThat(events)
                .containsExactly(
                        new PlainEvent(null, null, "beat", 1_500, null), new PlainEvent(null, null, "", 2_000, null));
    }

    @Test
    void emptyLine_becomesAnEmptyComment() {
        assertThat(events("\n")).containsExactly(new PlainEvent(null, null, "", SseEvent.RECONNECT_NOT_SET, null));
    }
}
