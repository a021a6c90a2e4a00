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
    private static final TopicPattern TOPIC = TopicPattern.of("a");
    private static final int ENTRIES = 6;
    private static final EncodedEvent EVENT = EncodedEvent.of(SseEvent.of("a", "x"));

    static {
        EVENT.seal(EPOCH, 1); // the same bytes for all: entries are told apart by their positions
    }

    private final Chain chain = new Chain(TOPIC, 0);
    private final LogEntry[] entries = new LogEntry[ENTRIES];

    ChainUnderStress() {
        for (int i = 0; i < entries.length; i++) {
            entries[i] = new LogEntry(i + 1, i, 0, 0, EVENT, new Chain[] {chain});
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
