package dev.breakwater.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** When the members of a herd came, and how they were received. Any thread. */
public final class Arrivals {
    /** The kinds of what is counted over time. */
    public enum What {
        /** A request, or a connection that was refused. */
        ATTEMPT,
        /** A stream. */
        ACCEPTED,
        /** A come-back answer. */
        DEFERRED,
        /** No connection. */
        REFUSED
    }

    private static final int BUCKET_MILLIS = 10;
    private static final int BUCKETS_PER_SECOND = 1_000 / BUCKET_MILLIS;
    private static final int BUCKETS = 60_000;

    private final long beganAt = System.nanoTime();
    private final AtomicIntegerArray counts = new AtomicIntegerArray(What.values().length * BUCKETS);
    private final AtomicInteger open = new AtomicInteger();

    /** Milliseconds since this was made. */
    public long nowMillis() {
        return (System.nanoTime() - beganAt) / 1_000_000;
    }

    /** The streams that are open. */
    public int open() {
        return open.get();
    }

    void count(What what) {
        counts.incrementAndGet(at(what, Math.min(BUCKETS - 1, nowMillis() / BUCKET_MILLIS)));
    }

    void opened() {
        count(What.ACCEPTED);
        open.incrementAndGet();
    }

    void ended() {
        open.decrementAndGet();
    }

    /** Per second, from the first to the last in which anything happened after a time. */
    public List<Integer> perSecond(What what, long fromMillis, long toMillis) {
        List<Integer> seconds = new ArrayList<>();
        for (long second = fromMillis; second < toMillis; second += 1_000) {
            seconds.add(between(what, second, Math.min(toMillis, second + 1_000)));
        }
        return seconds;
    }

    /** How many there were between two times. */
    public int between(What what, long fromMillis, long toMillis) {
        return IntStream.range((int) (fromMillis / BUCKET_MILLIS), (int) Math.min(BUCKETS, toMillis / BUCKET_MILLIS))
                .map(bucket -> counts.get(at(what, bucket)))
                .sum();
    }

    /** The most in any second after a time, wherever that second begins, to 10 ms. */
    public int peakInAnySecond(What what, long fromMillis) {
        int peak = 0;
        for (int from = (int) (fromMillis / BUCKET_MILLIS); from + BUCKETS_PER_SECOND <= BUCKETS; from++) {
            int within = 0;
            for (int bucket = from; bucket < from + BUCKETS_PER_SECOND; bucket++) {
                within += counts.get(at(what, bucket));
            }
            peak = Math.max(peak, within);
        }
        return peak;
    }

    /** When the last one was counted. */
    public long lastMillis(What what) {
        for (int bucket = BUCKETS - 1; bucket >= 0; bucket--) {
            if (counts.get(at(what, bucket)) > 0) {
                return (long) bucket * BUCKET_MILLIS;
            }
        }
        return 0;
    }

    private static int at(What what, long bucket) {
        return what.ordinal() * BUCKETS + (int) bucket;
    }
}
