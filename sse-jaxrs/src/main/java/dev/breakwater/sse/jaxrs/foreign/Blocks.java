package dev.breakwater.sse.jaxrs.foreign;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads whole blocks of the event stream format, as this library writes them, back into events, for an implementation that
 * writes events only. Not thread-safe.
 */
final class Blocks {
    private static final String NO_COMMENT = "";

    private final List<OutboundSseEvent> events = new ArrayList<>();
    private @Nullable String id;
    private @Nullable String name;
    private @Nullable StringBuilder comment;
    private @Nullable StringBuilder data;
    private long retry = SseEvent.RECONNECT_NOT_SET;

    private Blocks() {}

    /**
     * The events of some blocks, one at least: an empty line, which is a heartbeat, becomes an empty comment. So does a
     * block without data, for every implementation writes those.
     */
    static List<OutboundSseEvent> events(byte[] bytes, int offset, int length) {
        Blocks blocks = new Blocks();
        for (String line : new String(bytes, offset, length, StandardCharsets.UTF_8).split("\n", -1)) {
            blocks.accept(line);
        }
        return blocks.events.isEmpty() ? List.of(nothing()) : blocks.events;
    }

    /** An event that means nothing. */
    static OutboundSseEvent nothing() {
        return new PlainEvent(null, null, NO_COMMENT, SseEvent.RECONNECT_NOT_SET, null);
    }

    private void accept(String line) {
        if (line.isEmpty()) {
            end();
            return;
        }
        int colon = line.indexOf(':');
        String value = line.substring(line.startsWith(": ", colon) ? colon + 2 : colon + 1);
        switch (line.substring(0, colon)) {
            case "data" -> data = appended(data, value);
            case "event" -> name = value;
            case "id" -> id = value;
            case "retry" -> retry = Long.parseLong(value);
            default -> comment = appended(comment, value);
        }
    }

    private static StringBuilder appended(@Nullable StringBuilder to, String line) {
        return to == null ? new StringBuilder(line) : to.append('\n').append(line);
    }

    private void end() {
        String text = data == null ? null : data.toString();
        String said = comment == null ? null : comment.toString();
        if (text != null || said != null || retry != SseEvent.RECONNECT_NOT_SET || id != null || name != null) {
            events.add(new PlainEvent(id, name, text == null && said == null ? NO_COMMENT : said, retry, text));
        }
        id = null;
        name = null;
        comment = null;
        data = null;
        retry = SseEvent.RECONNECT_NOT_SET;
    }
}
