package dev.breakwater.sse.admission;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A virtual queue: whoever comes is given the next free place in time, one spacing after the one before. The queue is
 * one number, the next free place, however many wait. Any thread.
 */
final class SlotQueue {
    /** What {@link #take} returns if the next free place is beyond the horizon. */
    static final long NONE = Long.MIN_VALUE;

    private final AtomicLong next;

    SlotQueue(long now) {
        this.next = new AtomicLong(now);
    }

    /** The next free place not before a time, which it takes unless it is beyond the horizon. */
    long take(long earliest, long spacing, long horizon) {
        while (true) {
            long free = next.get();
            long slot = free - earliest < 0 ? earliest : free;
            if (slot - horizon > 0) {
                return NONE;
            }
            if (next.compareAndSet(free, slot + spacing)) {
                return slot;
            }
        }
    }

    /** How long the queue is now, in nanoseconds; not positive if nobody waits. */
    long length(long now) {
        return next.get() - now;
    }
}
