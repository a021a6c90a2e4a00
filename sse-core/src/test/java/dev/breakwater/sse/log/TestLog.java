package dev.breakwater.sse.log;

import dev.breakwater.sse.ManualClock;
import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A log with a manual clock that gives out positions 1, 2, 3, … as a store would. */
final class TestLog {
    static final byte[] EPOCH = "test".getBytes(StandardCharsets.US_ASCII);
    static final int MAX_PATTERNS = 100;

    final ManualClock clock = new ManualClock();
    final EventLog log;
    private long newest;

    TestLog(LogBounds bounds) {
        this(bounds, 0);
    }

    TestLog(LogBounds bounds, long beginning) {
        this.log = new EventLog(bounds, clock, MAX_PATTERNS, beginning);
        this.newest = beginning;
    }

    /** Room for everything that a test publishes. */
    static TestLog roomy() {
        return keeping(1_000_000);
    }

    static TestLog keeping(int events) {
        return new TestLog(new LogBounds(events, 1L << 40, Duration.ofDays(1)));
    }

    static TopicPattern[] patterns(String... texts) {
        return Arrays.stream(texts).map(TopicPattern::of).toArray(TopicPattern[]::new);
    }

    /** Publishes an event to topics that are separated by blanks; returns its position. */
    long publish(String topics) {
        return publishKeyed(null, topics);
    }

    long publishKeyed(@Nullable String key, String topics) {
        return publishAll(List.of(new SseEvent(List.of(topics.split(" ")), "x", null, key)));
    }

    /** Publishes the same event again and again; returns the position of the last. */
    long publish(int times, String topics) {
        long last = 0;
        for (int i = 0; i < times; i++) {
            last = publish(topics);
        }
        return last;
    }

    /** Publishes events at once; returns the position of the last. */
    long publishAll(List<SseEvent> events) {
        List<EncodedEvent> sealed = new ArrayList<>();
        long[] positions = new long[events.size()];
        for (int i = 0; i < positions.length; i++) {
            EncodedEvent event = EncodedEvent.of(events.get(i));
            positions[i] = ++newest;
            event.seal(EPOCH, newest);
            sealed.add(event);
        }
        log.append(positions, clock.millis(), sealed);
        return newest;
    }

    Cursor cursor(long after, String... patterns) {
        return log.cursor(List.of(patterns(patterns)), after);
    }

    /** The positions of all that a cursor has yet to read. */
    List<Long> read(Cursor cursor) {
        return read(cursor, Integer.MAX_VALUE);
    }

    List<Long> read(Cursor cursor, int most) {
        List<Long> positions = new ArrayList<>();
        while (positions.size() < most) {
            LogEntry entry = cursor.peek(log.horizon());
            if (entry == null) {
                break;
            }
            positions.add(entry.position());
            cursor.advance(entry);
        }
        return positions;
    }

    /** The same, but passing over what was superseded. */
    List<Long> readCurrent(Cursor cursor) {
        List<Long> positions = new ArrayList<>();
        for (LogEntry entry = cursor.peek(log.horizon()); entry != null; entry = cursor.peek(log.horizon())) {
            if (!entry.isSuperseded()) {
                positions.add(entry.position());
            }
            cursor.advance(entry);
        }
        return positions;
    }
}
