package dev.breakwater.benchmarks.load;

/**
 * When events are due: evenly spaced, whatever the server does (an open loop). Times are those of {@link RunClock}.
 *
 * @param ratePerSecond infinite: as fast as the server answers
 * @param from when the first event is due
 * @param measuredFrom the warm-up ends here
 * @param to the end
 */
public record Schedule(double ratePerSecond, long from, long measuredFrom, long to) {
    public Schedule {
        if (!(ratePerSecond > 0)) {
            throw new IllegalArgumentException("publish rate must be above 0 per second: " + ratePerSecond);
        }
    }

    /** When the event with this index, from 0, is due. */
    long due(long index) {
        return from + (long) (index * (1e9 / ratePerSecond));
    }
}
