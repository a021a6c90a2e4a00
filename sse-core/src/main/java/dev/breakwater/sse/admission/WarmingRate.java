package dev.breakwater.sse.admission;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Seven tenths of another rate for the first two seconds in which clients come: code that has never run takes several
 * times as long, and what it was given too much of comes late, all at once and together with what follows. Any thread.
 */
public final class WarmingRate implements AcceptRate {
    private static final double COLD = 0.7;
    private static final long WARM_AFTER = 2_000_000_000;
    private static final long NEVER = Long.MIN_VALUE;

    private final AcceptRate warm;
    private final LongSupplier nanoTime;

    /** When the first client was let in. */
    private final AtomicLong firstAt = new AtomicLong(NEVER);

    /** Begins with less than a rate. */
    public WarmingRate(AcceptRate warm, LongSupplier nanoTime) {
        this.warm = warm;
        this.nanoTime = nanoTime;
    }

    @Override
    public double perSecond(long now) {
        double rate = warm.perSecond(now);
        long first = firstAt.get();
        boolean cold = first != NEVER && now - first < WARM_AFTER;
        return cold && rate < Admission.UNLIMITED ? rate * COLD : rate;
    }

    @Override
    public void admitted() {
        if (firstAt.get() == NEVER) {
            firstAt.compareAndSet(NEVER, nanoTime.getAsLong());
        }
        warm.admitted();
    }

    @Override
    public void exceeded() {
        warm.exceeded();
    }
}
