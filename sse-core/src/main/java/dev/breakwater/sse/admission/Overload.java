package dev.breakwater.sse.admission;

import java.lang.System.Logger;
import java.time.Duration;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Takes the accept rate down while the server is overloaded, by half each second, and up again gradually when it is not
 * any more. Looks when it is asked, four times a second at most. Any thread.
 */
final class Overload {
    private static final Logger LOG = System.getLogger(Overload.class.getName());
    private static final long BETWEEN_LOOKS = 250_000_000;
    private static final long BETWEEN_HALVINGS = 1_000_000_000;
    private static final double NANOS_TO_RISE = 16e9;
    private static final double LEAST = 1.0 / 16;

    private final OverloadMarks marks;
    private final AcceptRate fullRate;
    private final IntSupplier heapPercent;
    private final LongSupplier lagNanos;

    private volatile double factor = 1;
    private volatile long lookedAt;

    // Guarded by this.
    private long halvedAt;

    Overload(OverloadMarks marks, AcceptRate fullRate, IntSupplier heapPercent, LongSupplier lagNanos, long now) {
        this.marks = marks;
        this.fullRate = fullRate;
        this.heapPercent = heapPercent;
        this.lagNanos = lagNanos;
        this.lookedAt = now;
        this.halvedAt = now - BETWEEN_HALVINGS;
    }

    /** The part of the accept rate that the server takes now: 1/16..1. */
    double factor(long now) {
        if (now - lookedAt >= BETWEEN_LOOKS) {
            look(now);
        }
        return factor;
    }

    private synchronized void look(long now) {
        long since = now - lookedAt;
        if (since < BETWEEN_LOOKS) {
            return;
        }
        lookedAt = now;
        int heap = marks.heapPercent() == 0 ? 0 : heapPercent.getAsInt();
        Duration lag = marks.lag().isZero() ? Duration.ZERO : Duration.ofNanos(Math.max(0, lagNanos.getAsLong()));
        boolean heapIsFull = marks.heapPercent() > 0 && heap >= marks.heapPercent();
        boolean lags = !marks.lag().isZero() && lag.compareTo(marks.lag()) >= 0;
        double before = factor;
        if (!heapIsFull && !lags) {
            factor = Math.min(1, before + since / NANOS_TO_RISE);
            if (before < 1 && factor == 1) {
                LOG.log(
                        Logger.Level.INFO,
                        String.format(
                                Locale.ROOT, "not overloaded any more: %,.0f streams/s", fullRate.perSecond(now)));
            }
        } else if (now - halvedAt >= BETWEEN_HALVINGS) {
            halvedAt = now;
            factor = Math.max(LEAST, before / 2);
            if (before == 1) {
                LOG.log(
                        Logger.Level.WARNING,
                        heapIsFull
                                ? "overloaded: the heap is " + heap + " % full after collection, the mark is "
                                        + marks.heapPercent() + " %: fewer new streams for now"
                                : "overloaded: delivery is " + lag.toMillis() + " ms behind, the mark is "
                                        + marks.lag().toMillis() + " ms: fewer new streams for now");
            }
        }
    }
}
