package dev.breakwater.sse.log;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A chain whose first ring, of four slots, is full: the entries have the positions 1..4. */
final class ChainUnderStress {
    static final int NOTHING = -1;

    private static final byte[] EPOCH = "stress".getBytes(StandardCharsets.US_ASCII);
    private static final SseEvent EVENT = SseEvent.of("a", "x");

    private final Chain chain = new Chain(TopicPattern.of("a"), 0);
    private final LogEntry[] entries = new LogEntry[8];

    ChainUnderStress() {
        for (int i = 0; i < entries.length; i++) {
            EncodedEvent event = EncodedEvent.of(EVENT);
            event.seal(EPOCH, i + 1);
            entries[i] = new LogEntry(i + 1, i, 0, 0, event, new Chain[] {chain});
        }
        for (int sequence = 0; sequence < 4; sequence++) {
            append(sequence);
        }
    }

    void append(int sequence) {
        chain.append(entries[sequence]);
    }

    void evict(int sequence) {
        chain.evict(entries[sequence]);
    }

    /** The position of the entry that has a sequence number, which is one more; or that there is none. */
    int positionAt(long sequence) {
        @Nullable LogEntry entry = chain.get(sequence);
        return entry == null ? NOTHING : (int) entry.position();
    }

    long head() {
        return chain.head();
    }

    long evictedThrough() {
        return chain.evictedThrough();
    }
}
