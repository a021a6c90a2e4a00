package dev.breakwater.sse.log;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A log of a few events. */
final class StressedLog {
    private static final byte[] EPOCH = "test".getBytes(StandardCharsets.US_ASCII);

    final EventLog log;

    StressedLog(int keeping) {
        log = new EventLog(new LogBounds(keeping, 1 << 20, Duration.ofDays(1)), Clock.systemUTC(), 1, 0);
    }

    void publish(String topic, long position) {
        EncodedEvent event = EncodedEvent.of(SseEvent.of(topic, "x"));
        event.seal(EPOCH, position);
        log.append(new long[] {position}, 0, List.of(event));
    }

    Cursor cursor(String... topics) {
        Set<TopicPattern> patterns = new LinkedHashSet<>();
        for (String topic : topics) {
            patterns.add(TopicPattern.of(topic));
        }
        return log.cursor(patterns, 0);
    }
}
