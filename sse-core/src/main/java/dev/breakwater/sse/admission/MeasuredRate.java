package dev.breakwater.sse.admission;

import java.lang.System.Logger;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Finds out by itself how many new streams a second the server takes: while more come than it lets in and both delivery
 * and the opening of streams are prompt, it takes a few more each second; when one of them is late it takes a third
 * less, once a second at most. In between it stays. It learns only while clients come faster than it lets them in, for
 * only then does it know that the server can take as many.
 *
 * <p>Looks when it is asked, four times a second at most. Any thread.
 */
public final class MeasuredRate implements AcceptRate {
    /** The lowest rate, in streams a second. */
    public static final int LEAST = 50;

    /** The highest rate, in streams a second. */
    public static final int MOST = 20_000;

    private static final Logger LOG = System.getLogger(MeasuredRate.class.getName());
    private static final int FIRST_FOR_EACH_PROCESSOR = 150;
    private static final long BETWEEN_LOOKS = 250_000_000;
    private static final long BETWEEN_CUTS = 1_000_000_000;
    private static final long PROMPT = 250_000_000;
    private static final long LATE = 500_000_000;
    private static final double CUT = 2.0 / 3;

    /** Of the first rate, each second. */
    private static final double STEP = 0.1;

    /** Of the rate: fewer let in say nothing about what the server can take. */
    private static final double USED = 0.8;

    private static final double SECOND = 1e9;

    private final LongSupplier lagNanos;
    private final LongSupplier openingNanos;
    private final double first;
    private final LongAdder admitted = new LongAdder();
    private volatile boolean exceeded;
    private volatile double rate;
    private volatile long lookedAt;

    // Guarded by this.
    private long cutAt;

    /**
     * A rate that begins with what any server of this size can take.
     *
     * @param processors that the server has
     * @param lagNanos how far delivery is behind now, in nanoseconds
     * @param openingNanos the longest time that a stream had to wait, since this was last asked, from the moment at which
     *     it was let in until it was opened, in nanoseconds
     * @param now the time, in nanoseconds
     */
    public MeasuredRate(int processors, LongSupplier lagNanos, LongSupplier openingNanos, long now) {
        this.lagNanos = lagNanos;
        this.openingNanos = openingNanos;
        this.first = first(processors);
        this.rate = first;
        this.lookedAt = now;
        this.cutAt = now - BETWEEN_CUTS;
    }

    /** What a server with so many processors begins with, or keeps to if it does not measure, in streams a second. */
    public static int first(int processors) {
        return Math.min(MOST, FIRST_FOR_EACH_PROCESSOR * processors);
    }

    @Override
    public double perSecond(long now) {
        if (now - lookedAt >= BETWEEN_LOOKS) {
            look(now);
        }
        return rate;
    }

    @Override
    public void admitted() {
        admitted.increment();
    }

    @Override
    public void exceeded() {
        if (!exceeded) {
            exceeded = true;
        }
    }

    private synchronized void look(long now) {
        long since = now - lookedAt;
        if (since < BETWEEN_LOOKS) {
            return;
        }
        lookedAt = now;
        boolean wanted = exceeded && admitted.sumThenReset() >= USED * rate * since / SECOND;
        exceeded = false;
        long delay = Math.max(lagNanos.getAsLong(), openingNanos.getAsLong());
        if (delay >= LATE && now - cutAt >= BETWEEN_CUTS) {
            cutAt = now;
            rate = Math.max(LEAST, rate * CUT);
            LOG.log(
                    Logger.Level.INFO,
                    String.format(
                            Locale.ROOT,
                            "streams wait %,d ms for their events or to be opened: %,.0f new ones a second from now on",
                            delay / 1_000_000,
                            rate));
        } else if (wanted && delay <= PROMPT) {
            rate = Math.min(MOST, rate + first * STEP * Math.min(since, BETWEEN_CUTS) / SECOND);
        }
    }
}
