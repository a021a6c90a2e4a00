package dev.breakwater.sse.log;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** A small log whose time stands still. */
final class LogUnderStress {
    private static final byte[] EPOCH = "stress".getBytes(StandardCharsets.US_ASCII);
    private static final List<SseEvent> EVENTS =
            List.of(SseEvent.of("a", "x"), SseEvent.of("b", "x"), new SseEvent(List.of("a", "b"), "x", null, null));

    private final EventLog log;

    LogUnderStress(int keptEvents) {
        log = new EventLog(
                new LogBounds(keptEvents, 1L << 30, Duration.ofDays(1)), () -> Instant.ofEpochMilli(0), 10, 0);
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
            events[i] = EncodedEvent.of(EVENTS.get(kinds[i]));
            events[i].seal(EPOCH, positions[i]);
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
