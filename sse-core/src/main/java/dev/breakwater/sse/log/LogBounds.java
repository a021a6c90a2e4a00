package dev.breakwater.sse.log;

import java.time.Duration;

/**
 * How much the log keeps in memory: the oldest events go as soon as any of the bounds is exceeded.
 *
 * @param maxEvents 1..2^30
 * @param maxBytes 1 KiB or more; counts frames, keys and the log's own bookkeeping, so it is what the log costs the heap
 * @param maxAge positive, 36,500 days at most
 */
public record LogBounds(int maxEvents, long maxBytes, Duration maxAge) {
    private static final int MOST_EVENTS = 1 << 30;
    private static final long LEAST_BYTES = 1024;
    private static final Duration MOST_AGE = Duration.ofDays(36_500);

    /**
     * Checks all bounds.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public LogBounds {
        if (maxEvents < 1 || maxEvents > MOST_EVENTS) {
            throw new IllegalArgumentException("retention events must be 1.." + MOST_EVENTS + ": " + maxEvents);
        }
        if (maxBytes < LEAST_BYTES) {
            throw new IllegalArgumentException("retention bytes must be " + LEAST_BYTES + " or more: " + maxBytes);
        }
        if (maxAge.isNegative() || maxAge.isZero() || maxAge.compareTo(MOST_AGE) > 0) {
            throw new IllegalArgumentException(
                    "retention age must be positive, " + MOST_AGE.toDays() + " days at most: " + maxAge);
        }
    }
}
