package dev.breakwater.sse.jaxrs.stream;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One event in a broadcaster's log. Who has read it goes on to the {@link #next}; so an entry that everybody has read is
 * reachable no more, and its memory free.
 */
final class Entry {
    /** What an entry costs besides its bytes. */
    static final int OVERHEAD_BYTES = 96;

    /** The place in the one order of all that is broadcast or sent. */
    final long stamp;

    /** How many entries there were before, in this log. */
    final long index;

    /** The bytes of the log up to and including this entry, since its beginning. */
    final long end;

    /** Completes when every stream that was registered has been given the event, or will never be. */
    final CompletableFuture<Object> stage = new CompletableFuture<>();

    volatile @Nullable Entry next;

    private volatile byte @Nullable [] frame;

    Entry(long stamp, long index, long end, byte[] frame) {
        this.stamp = stamp;
        this.index = index;
        this.end = end;
        this.frame = frame;
    }

    /** The bytes, or null if they were let go because the log is full. */
    byte @Nullable [] frame() {
        return frame;
    }

    void letGo() {
        frame = null;
    }
}
