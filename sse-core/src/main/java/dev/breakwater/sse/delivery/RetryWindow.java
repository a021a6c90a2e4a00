package dev.breakwater.sse.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Draws each stream's {@code retry:} from a window as wide as the population needs: if all streams dropped at once and
 * each came back after its own delay, arrivals would stay at the rate that this node can accept. Neither Chromium nor
 * Firefox spreads its reconnections by itself.
 *
 * @param floor the shortest delay, 500 ms or more: below that Firefox does not follow and Chromium reconnects hotly
 * @param ceiling the longest delay, 10 min at most
 * @param streamsPerSecond how many new streams this node can take in a second
 */
public record RetryWindow(Duration floor, Duration ceiling, int streamsPerSecond) {
    private static final Duration LEAST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofMinutes(10);

    /**
     * Checks the window.
     *
     * @throws IllegalArgumentException if a value is out of its range
     */
    public RetryWindow {
        if (floor.compareTo(LEAST) < 0 || ceiling.compareTo(MOST) > 0 || floor.compareTo(ceiling) > 0) {
            throw new IllegalArgumentException("retry window must lie within 500ms..10m, floor below ceiling: floor "
                    + floor.toMillis() + "ms, ceiling " + ceiling.toMillis() + "ms");
        }
        if (streamsPerSecond < 1) {
            throw new IllegalArgumentException("accept rate must be 1 or more streams per second: " + streamsPerSecond);
        }
    }

    /** A delay for one of this many streams. */
    public Duration draw(long population, RandomGenerator random) {
        return draw(population, streamsPerSecond, random);
    }

    /** A delay for one of this many streams, where the node takes so many new ones in a second. */
    public Duration draw(long population, double perSecond, RandomGenerator random) {
        long floorMillis = floor.toMillis();
        long width = longest(population, perSecond).toMillis() - floorMillis;
        return Duration.ofMillis(floorMillis + random.nextLong(width + 1));
    }

    /** The longest delay that one of this many streams may be told, where the node takes so many new ones in a second. */
    public Duration longest(long population, double perSecond) {
        long floorMillis = floor.toMillis();
        // One second at least, so that few streams are spread too.
        // A tenth wider than the rate needs: chance gathers arrivals here and there, and who comes then is deferred.
        long width = Math.max(1000, (long) (population * 1100 / perSecond));
        long widest = ceiling.toMillis() - floorMillis;
        return Duration.ofMillis(floorMillis + Math.min(width, widest));
    }
}
