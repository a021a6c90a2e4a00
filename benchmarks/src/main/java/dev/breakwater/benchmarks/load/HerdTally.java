package dev.breakwater.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/** What a herd met with. Written by its thread; read when that has ended, but for {@link #open}. */
public final class HerdTally {
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

    /** The two times in which latency is compared. */
    public enum Phase {
        NONE,
        QUIET,
        HERD
    }

    private static final int BUCKET_MILLIS = 10;
    private static final int BUCKETS = 60_000;
    private static final int LATENCY_BUCKET_MICROS = 100;
    private static final int LATENCY_BUCKETS = 100_000;
    private static final long OPEN_FOR_A_WHILE = 1_000_000_000;

    private record Range(long from, long to) {}

    private final long beganAt = System.nanoTime();
    private final int[][] counts = new int[What.values().length][BUCKETS];
    private final int[][] latencies = new int[Phase.values().length][LATENCY_BUCKETS];
    private final List<Range> passedOver = new ArrayList<>();
    private long gaps;
    private long repeatedOrReordered;
    private long gaveUp;
    private long delivered;
    private volatile Phase phase = Phase.NONE;
    private volatile int open;

    /** Which latencies are taken from now on. */
    public void phase(Phase newPhase) {
        phase = newPhase;
    }

    /** Milliseconds since the tally began. */
    public long nowMillis() {
        return (System.nanoTime() - beganAt) / 1_000_000;
    }

    /** The streams that are open. */
    public int open() {
        return open;
    }

    void count(What what) {
        counts[what.ordinal()][(int) Math.min(BUCKETS - 1, nowMillis() / BUCKET_MILLIS)]++;
    }

    void opened() {
        count(What.ACCEPTED);
        open++;
    }

    void ended() {
        open--;
    }

    void gaveUp() {
        gaveUp++;
    }

    void gapTold() {
        gaps++;
    }

    void repeatedOrReordered() {
        repeatedOrReordered++;
    }

    void passedOver(long from, long to) {
        passedOver.add(new Range(from, to));
    }

    void delivered(long sentAt, long openSince) {
        delivered++;
        if (phase != Phase.NONE && sentAt - openSince > OPEN_FOR_A_WHILE) {
            long micros = (System.nanoTime() - sentAt) / 1_000;
            latencies[phase.ordinal()][(int) Math.min(LATENCY_BUCKETS - 1, micros / LATENCY_BUCKET_MICROS)]++;
        }
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
        return Arrays.stream(counts[what.ordinal()], (int) (fromMillis / BUCKET_MILLIS), (int)
                        Math.min(BUCKETS, toMillis / BUCKET_MILLIS))
                .sum();
    }

    /** The most in any second after a time, wherever that second begins, to 10 ms. */
    public int peakInAnySecond(What what, long fromMillis) {
        int peak = 0;
        for (int at = (int) (fromMillis / BUCKET_MILLIS); at + 100 <= BUCKETS; at++) {
            int within = 0;
            for (int i = at; i < at + 100; i++) {
                within += counts[what.ordinal()][i];
            }
            peak = Math.max(peak, within);
        }
        return peak;
    }

    /** When the last one was counted. */
    public long lastMillis(What what) {
        for (int at = BUCKETS - 1; at >= 0; at--) {
            if (counts[what.ordinal()][at] > 0) {
                return (long) at * BUCKET_MILLIS;
            }
        }
        return 0;
    }

    /** A quantile of the latency of streams that had been open for a second, in milliseconds; NaN if there was none. */
    public double latencyMillis(Phase of, double quantile) {
        long total = Arrays.stream(latencies[of.ordinal()]).asLongStream().sum();
        long wanted = (long) Math.ceil(total * quantile);
        long seen = 0;
        for (int i = 0; i < LATENCY_BUCKETS && total > 0; i++) {
            seen += latencies[of.ordinal()][i];
            if (seen >= wanted) {
                return (i + 1) * LATENCY_BUCKET_MICROS / 1e3;
            }
        }
        return Double.NaN;
    }

    /** Events that a client passed over without being told of a gap, though they had been acknowledged. */
    public long lost(LongPredicate acknowledged) {
        long lost = 0;
        for (Range range : passedOver) {
            for (long sequence = range.from(); sequence <= range.to(); sequence++) {
                lost += acknowledged.test(sequence) ? 1 : 0;
            }
        }
        return lost;
    }

    public long gaps() {
        return gaps;
    }

    public long repeatedOrReorderedEvents() {
        return repeatedOrReordered;
    }

    /** Clients that will never come back. */
    public long clientsThatGaveUp() {
        return gaveUp;
    }

    public long deliveries() {
        return delivered;
    }
}
