package dev.breakwater.sse.delivery;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a shard that are ready for their first bytes and wait for their turn, which comes at the pace of
 * openings. The shard's thread only, but for what is said otherwise.
 */
final class Newcomers {
    private final OpeningPace pace;
    private final ArrayDeque<ShardStream> queue = new ArrayDeque<>();
    private final LongAccumulator longestWait = new LongAccumulator(Math::max, 0);
    private volatile int waiting;
    private long nextTurnAt;

    Newcomers(OpeningPace pace) {
        this.pace = pace;
    }

    // Any thread.

    /** How many wait. */
    int waiting() {
        return waiting;
    }

    /** The longest time that one has waited since it was let in, since this was last asked, in nanoseconds. */
    long takeLongestWaitNanos() {
        return longestWait.getThenReset();
    }

    // The shard's thread.

    void add(ShardStream newcomer) {
        queue.add(newcomer);
        waiting = queue.size();
    }

    /** The next one, if its turn has come; one that can take nothing is handed out at once, and costs no turn. */
    @Nullable
    ShardStream poll(long now) {
        ShardStream next = queue.peek();
        if (next == null) {
            return null;
        }
        long tooEarly = next.takesBytes() ? pace.take(now) : 0;
        nextTurnAt = now + tooEarly;
        if (tooEarly > 0) {
            return null;
        }
        queue.remove();
        waiting = queue.size();
        longestWait.accumulate(now - next.startedAt());
        return next;
    }

    /** How long nothing need be done, in nanoseconds; the largest number if nobody waits. */
    long nanosToNext(long now) {
        return queue.isEmpty() ? Long.MAX_VALUE : nextTurnAt - now;
    }
}
