package dev.breakwater.benchmarks.load;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongPredicate;

/** What a herd met with. Written by its thread; read when that has ended. */
public final class HerdTally {
    /** The two times in which latency is compared. */
    public enum Phase {
        NONE,
        QUIET,
        HERD
    }

    private static final int LATENCY_BUCKET_MICROS = 100;
    private static final int LATENCY_BUCKETS = 100_000;
    private static final long OPEN_FOR_A_WHILE = 1_000_000_000;

    private record Range(long from, long to) {}

    private final Arrivals arrivals;
    private final int[][] latencies = new int[Phase.values().length][LATENCY_BUCKETS];
    private final List<Range> passedOver = new ArrayList<>();
    private long gaps;
    private long repeatedOrReordered;
    private long gaveUp;
    private long delivered;
    private volatile Phase phase = Phase.NONE;
    private final long[] longestPass = new long[Phase.values().length];

    /** Nothing yet. */
    public HerdTally(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** Which latencies are taken from now on. */
    public void phase(Phase newPhase) {
        phase = newPhase;
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

    /** The client has done, without looking at its sockets once more, what they had for it when it looked. */
    void passTook(long nanos) {
        int now = phase.ordinal();
        longestPass[now] = Math.max(longestPass[now], nanos);
    }

    /** The longest time for which the client did not look at its sockets, in milliseconds. */
    public double longestPassMillis(Phase of) {
        return longestPass[of.ordinal()] / 1_000 / 1e3;
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
