package dev.breakwater.sse.admission;

import java.time.Duration;

/**
 * When a server takes fewer new streams by itself.
 *
 * @param heapPercent how full the heap may be after a garbage collection, 1..99 percent; 0 for no such mark
 * @param lag how far delivery threads may be behind, 10 ms..1 min; zero for no such mark
 */
public record OverloadMarks(int heapPercent, Duration lag) {
    private static final Duration LEAST_LAG = Duration.ofMillis(10);
    private static final Duration MOST_LAG = Duration.ofMinutes(1);

    /** Never. */
    public static final OverloadMarks NONE = new OverloadMarks(0, Duration.ZERO);

    /** 85 % of the heap, or 1 s of lag. */
    public static final OverloadMarks DEFAULT = new OverloadMarks(85, Duration.ofSeconds(1));

    /**
     * Checks the marks.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public OverloadMarks {
        if (heapPercent < 0 || heapPercent > 99) {
            throw new IllegalArgumentException("overload heap must be 0..99 percent, 0 for off: " + heapPercent);
        }
        if (!lag.isZero() && (lag.compareTo(LEAST_LAG) < 0 || lag.compareTo(MOST_LAG) > 0)) {
            throw new IllegalArgumentException("overload lag must be 10ms..1m, 0 for off: " + lag);
        }
    }
}
