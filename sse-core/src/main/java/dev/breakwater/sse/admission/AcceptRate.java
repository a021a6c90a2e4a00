package dev.breakwater.sse.admission;

/** How many new streams a server takes in a second: a number that somebody has set, or one that it measures. Any thread. */
public interface AcceptRate {
    /**
     * The rate at a time, more than 0.
     *
     * @param now in nanoseconds, of the clock that is used everywhere
     */
    double perSecond(long now);

    /** A client was let in. */
    default void admitted() {}

    /** More came than the rate allows. */
    default void exceeded() {}

    /**
     * A rate that stays as it is.
     *
     * @param streamsPerSecond 1 and more, or {@link Admission#UNLIMITED}
     * @throws IllegalArgumentException if it is out of its range
     */
    static AcceptRate of(int streamsPerSecond) {
        if (streamsPerSecond < 1) {
            throw new IllegalArgumentException("accept rate must be 1 or more streams per second: " + streamsPerSecond);
        }
        return now -> streamsPerSecond;
    }
}
