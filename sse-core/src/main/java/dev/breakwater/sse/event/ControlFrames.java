package dev.breakwater.sse.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that the server writes of its own accord: {@code retry:}, heartbeats, checkpoints and gaps.
 *
 * <p>A checkpoint gives a client its place in the log without an event of its topics. It has data because Firefox,
 * unlike Chromium, moves its last event id only when a block has some.
 */
public final class ControlFrames {
    /** The name of the event that tells a client of events that it will not get. */
    public static final String GAP = SseEvent.RESERVED_PREFIX + "gap";

    /** The name of the event that only moves a client's last event id. */
    public static final String CHECKPOINT = SseEvent.RESERVED_PREFIX + "checkpoint";

    /** The name of the event that tells page code that its stream lives. */
    public static final String HEARTBEAT = SseEvent.RESERVED_PREFIX + "heartbeat";

    private ControlFrames() {}

    /** {@code retry:}, which takes effect in a browser without an event. */
    public static byte[] retry(Duration retry) {
        return utf8("retry: " + retry.toMillis() + "\n\n");
    }

    /**
     * A heartbeat that is invisible to page code, with the current {@code retry:}.
     *
     * @param through up to where the client has everything, in a field that other parsers ignore, or null
     */
    public static byte[] heartbeat(Duration retry, @Nullable EventId through) {
        return utf8(":\n" + fields(retry, through) + '\n');
    }

    /** A heartbeat that is an event, for a client that wants to see it; its data is the interval in milliseconds. */
    public static byte[] heartbeatEvent(Duration retry, @Nullable EventId through, Duration interval) {
        return utf8("event: " + HEARTBEAT + "\ndata: " + interval.toMillis() + '\n' + fields(retry, through) + '\n');
    }

    private static String fields(Duration retry, @Nullable EventId through) {
        return "retry: " + retry.toMillis() + '\n' + (through == null ? "" : "through: " + through + '\n');
    }

    /** A line of so many bytes that says nothing, to stand before the first block; empty if there are none. */
    public static byte[] padding(int bytes) {
        return utf8(bytes == 0 ? "" : ':' + " ".repeat(Math.max(0, bytes - 2)) + '\n');
    }

    /**
     * The first block for a client that is told the topics of events: besides {@code retry:} how often there are
     * heartbeats and where the log ends now, in fields that other parsers ignore.
     */
    public static byte[] opening(Duration retry, Duration heartbeat, EventId head) {
        return utf8("retry: " + retry.toMillis() + "\nheartbeat: " + heartbeat.toMillis() + "\nhead: " + head + "\n\n");
    }

    /**
     * Tells the client that it has everything up to this id, in a field that other parsers ignore: no event comes of it.
     */
    public static byte[] through(EventId id) {
        return utf8("through: " + id + "\n\n");
    }

    /** Tells the client that it is at this place in the log. */
    public static byte[] checkpoint(EventId at) {
        return utf8("event: " + CHECKPOINT + "\ndata:\nid: " + at + "\n\n");
    }

    /**
     * Tells the client of a gap: JSON with {@code reason}, {@code from} (its last event id, or null where that is not
     * one of ours), {@code to} (the id after which delivery goes on) and, where known, {@code lost} (how many events) and
     * {@code oldest} (the first id still kept).
     */
    public static byte[] gap(
            GapReason reason, @Nullable EventId from, EventId to, long lost, @Nullable EventId oldest) {
        return utf8("event: " + GAP + "\ndata: {\"reason\":\"" + reason.wireName() + "\",\"from\":"
                + (from == null ? "null" : '"' + from.toString() + '"') + ",\"to\":\"" + to + '"'
                + (lost > 0 ? ",\"lost\":" + lost : "")
                + (oldest == null ? "" : ",\"oldest\":\"" + oldest + '"') + "}\nid: " + to + "\n\n");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
