package dev.breakwater.sse.store.journal;

/**
 * A piece of a segment that is read at once: some records, and what is damaged between them. The last block of the
 * segment that is being written grows.
 */
final class Block {
    /** From here on a record begins a new block. */
    static final int TARGET_BYTES = 64 << 10;

    /** Where in the file it starts. */
    final long offset;

    /** The position before it. */
    final long after;

    /** No event in it is older than this. */
    final long timestampMillis;

    final TopicBits topics = new TopicBits();

    /** Whether something in it cannot be read, which is then of concern to the readers of any topic. */
    volatile boolean damaged;

    Block(long offset, long after, long timestampMillis) {
        this.offset = offset;
        this.after = after;
        this.timestampMillis = timestampMillis;
    }
}
