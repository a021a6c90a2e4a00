package dev.breakwater.sse.delivery;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * Spaces the moments at which streams open. Who lets clients in counts requests; when the processors are busy, requests
 * that came one after the other are handled together, and would open together. In no second there are more than the
 * rate and a twentieth of it; what was not used for a 40th of a second is lost. Any thread.
 */
final class OpeningPace {
    private static final double SECOND = 1e9;

    /** A little above the rate at which clients are let in, so that who was held up is caught up with. */
    private static final double HEADROOM = 1.02;

    private static final double BURST = 1.0 / 40;
    private static final double LEAST_BURST = 2;

    private final DoubleSupplier streamsPerSecond;

    /** When the streams opened so far would have been opened at exactly the rate. */
    private final AtomicLong used;

    /**
     * A pace.
     *
     * @param streamsPerSecond the rate, whenever it is asked; {@link Integer#MAX_VALUE} and more for no pace
     * @param now in nanoseconds
     */
    OpeningPace(DoubleSupplier streamsPerSecond, long now) {
        this.streamsPerSecond = streamsPerSecond;
        this.used = new AtomicLong(now);
    }

    /**
     * Has a stream open now.
     *
     * @return 0, or in how many nanoseconds to ask again
     */
    long take(long now) {
        double rate = streamsPerSecond.getAsDouble();
        if (rate >= Integer.MAX_VALUE) {
            return 0;
        }
        double pace = rate * HEADROOM;
        long spacing = (long) (SECOND / pace);
        long ahead = (long) ((Math.max(LEAST_BURST, pace * BURST) - 1) * SECOND / pace);
        while (true) {
            long before = used.get();
            long tooEarly = before - now - ahead;
            if (tooEarly > 0) {
                return tooEarly;
            }
            if (used.compareAndSet(before, Math.max(before, now) + spacing)) {
                return 0;
            }
        }
    }
}
