package dev.breakwater.sse.delivery;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one shard: a ring of buckets, one for each tick of about 67 ms, that hold linked timers. Setting,
 * moving and cancelling a timer costs the same however many there are. A timer farther away than one round waits in
 * its bucket for its round to come.
 *
 * <p>Owned by the shard's thread.
 */
final class TimerWheel<T extends TimerWheel.Timer> {
    private static final int TICK_SHIFT = 26;
    private static final int BUCKETS = 1024;

    private final @Nullable Timer[] buckets = new @Nullable Timer[BUCKETS];
    private final Consumer<T> onDue;
    private long tick;
    private int scheduled;

    TimerWheel(long nowNanos, Consumer<T> onDue) {
        this.tick = nowNanos >> TICK_SHIFT;
        this.onDue = onDue;
    }

    /** Sets the one time at which a timer is due, at the end of the tick that holds it. */
    void schedule(T timer, long dueNanos) {
        cancel(timer);
        Timer linked = timer;
        linked.dueTick = Math.max(tick, dueNanos >> TICK_SHIFT) + 1;
        int bucket = (int) linked.dueTick & (BUCKETS - 1);
        linked.bucket = bucket;
        linked.next = buckets[bucket];
        if (linked.next != null) {
            linked.next.previous = linked;
        }
        buckets[bucket] = linked;
        scheduled++;
    }

    /** Unsets a timer, if it is set. */
    void cancel(T timer) {
        Timer linked = timer;
        if (linked.bucket >= 0) {
            unlink(linked);
        }
    }

    /** Has all timers handled that have become due. */
    @SuppressWarnings("unchecked") // schedule() takes only Ts
    void advance(long nowNanos) {
        long now = nowNanos >> TICK_SHIFT;
        long last = Math.min(now, tick + BUCKETS);
        for (long visited = tick + 1; visited <= last; visited++) {
            tick = visited;
            Timer timer = buckets[(int) visited & (BUCKETS - 1)];
            while (timer != null) {
                Timer next = timer.next;
                if (timer.dueTick <= now) {
                    unlink(timer);
                    onDue.accept((T) timer);
                }
                timer = next;
            }
        }
        tick = Math.max(tick, now);
    }

    /** How long until something may become due, in nanoseconds; {@link Long#MAX_VALUE} if nothing is set. */
    long nanosToNext(long nowNanos) {
        if (scheduled == 0) {
            return Long.MAX_VALUE;
        }
        long next = tick + 1;
        while (next < tick + BUCKETS && buckets[(int) next & (BUCKETS - 1)] == null) {
            next++;
        }
        return Math.max(0, (next << TICK_SHIFT) - nowNanos);
    }

    private void unlink(Timer timer) {
        if (timer.previous != null) {
            timer.previous.next = timer.next;
        } else {
            buckets[timer.bucket] = timer.next;
        }
        if (timer.next != null) {
            timer.next.previous = timer.previous;
        }
        timer.previous = null;
        timer.next = null;
        timer.bucket = -1;
        scheduled--;
    }

    /** What can be due. */
    abstract static class Timer {
        private @Nullable Timer previous;
        private @Nullable Timer next;
        private long dueTick;
        private int bucket = -1;
    }
}
