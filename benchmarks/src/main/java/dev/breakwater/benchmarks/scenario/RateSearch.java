package dev.breakwater.benchmarks.scenario;

import java.io.IOException;

/**
 * Finds the highest rate that is sustained: up by a factor until one is not, then between the last two by halving their
 * ratio.
 *
 * @param start the first rate
 * @param factor from one rate to the next
 * @param refinements how often the interval is halved
 */
record RateSearch(double start, double factor, int refinements) {
    private static final double HIGHEST = 1_000_000;
    private static final double LOWEST = 0.5;

    /** Tries a rate. */
    @FunctionalInterface
    interface Trial {
        boolean sustains(double rate) throws IOException, InterruptedException;
    }

    RateSearch {
        if (!(start >= LOWEST && start <= HIGHEST) || !(factor > 1.01)) {
            throw new IllegalArgumentException("a search starts at " + LOWEST + ".." + HIGHEST
                    + " events/s and goes up by a factor above 1.01: " + start + ", " + factor);
        }
    }

    /** The highest rate that was sustained; 0 if none was. */
    double highest(Trial trial) throws IOException, InterruptedException {
        double kept = 0;
        double failed = Double.POSITIVE_INFINITY;
        for (double rate = start; rate <= HIGHEST && Double.isInfinite(failed); rate *= factor) {
            if (trial.sustains(rate)) {
                kept = rate;
            } else {
                failed = rate;
            }
        }
        // Even the first was too much: downwards.
        while (kept == 0 && failed / factor >= LOWEST) {
            if (trial.sustains(failed / factor)) {
                kept = failed / factor;
            } else {
                failed /= factor;
            }
        }
        for (int i = 0; i < refinements && kept > 0 && Double.isFinite(failed); i++) {
            double between = Math.sqrt(kept * failed);
            if (trial.sustains(between)) {
                kept = between;
            } else {
                failed = between;
            }
        }
        return kept;
    }
}
