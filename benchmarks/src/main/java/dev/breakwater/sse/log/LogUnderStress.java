package dev.breakwater.sse.log;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A small log whose time stands still. */
final class LogUnderStress {
    private static final byte[] EPOCH = "stress".getBytes(StandardCharsets.US_ASCII);
    private static final LogBounds ROOMY = bounds(100);
    private static final LogBounds TIGHT = bounds(1);
    private static final Instant NOW = Instant.ofEpochMilli(0);

    /** The bytes are the same for all positions: entries are told apart by those alone. */
    private static final List<EncodedEvent> EVENTS = Stream.of(
                    SseEvent.of("a", "x"), SseEvent.of("b", "x"), new SseEvent(List.of("a", "b"), "x", null, null))
            .map(EncodedEvent::of)
            .toList();

    static {
        EVENTS.forEach(event -> event.seal(EPOCH, 1));
    }

    private final EventLog log;

    private LogUnderStress(LogBounds bounds) {
        log = new EventLog(bounds, () -> NOW, 10, 0);
    }

    static LogUnderStress roomy() {
        return new LogUnderStress(ROOMY);
    }

    /** A log that keeps one event. */
    static LogUnderStress tight() {
        return new LogUnderStress(TIGHT);
    }

    private static LogBounds bounds(int events) {
        return new LogBounds(events, 1L << 30, Duration.ofDays(1));
    }

    void appendA(long position) {
        append(new long[] {position}, 0);
    }

    void appendB(long position) {
        append(new long[] {position}, 1);
    }

    /** Appends one event to a and one to b, at once. */
    void appendAB(long first) {
        append(new long[] {first, first + 1}, 0, 1);
    }

    /** Appends one event that is of both. */
    void appendBoth(long position) {
        append(new long[] {position}, 2);
    }

    private void append(long[] positions, int... kinds) {
        EncodedEvent[] events = new EncodedEvent[kinds.length];
        for (int i = 0; i < kinds.length; i++) {
            events[i] = EVENTS.get(kinds[i]);
        }
        log.append(positions, 0, List.of(events));
    }

    Cursor cursor(String... patterns) {
        return log.cursor(Arrays.stream(patterns).map(TopicPattern::of).toList(), 0);
    }

    /** Reads up to today's horizon; the positions as decimal digits in their order. */
    int read(Cursor cursor) {
        return read(cursor, log.horizon());
    }

    int read(Cursor cursor, long horizon) {
        int digits = 0;
        for (LogEntry entry = cursor.peek(horizon); entry != null; entry = cursor.peek(horizon)) {
            digits = 10 * digits + (int) entry.position();
            cursor.advance(entry);
        }
        return digits;
    }

    long horizon() {
        return log.horizon();
    }
}
