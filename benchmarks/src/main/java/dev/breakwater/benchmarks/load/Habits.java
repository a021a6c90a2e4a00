package dev.breakwater.benchmarks.load;

import java.time.Duration;

/**
 * What the members of a herd do by themselves.
 *
 * @param leavesPerSecond how many of all, in turns, close their stream in a second
 * @param away after which time each of them comes back, with its last event id
 * @param stallsEach of how many one does not read; 0: all read
 * @param stalls for how long it does not, each time its stream has opened
 */
public record Habits(double leavesPerSecond, Duration away, int stallsEach, Duration stalls) {
    /** Nobody leaves, and everybody reads. */
    public static final Habits NONE = new Habits(0, Duration.ZERO, 0, Duration.ZERO);

    boolean stalls(int member) {
        return stallsEach > 0 && member % stallsEach == 0;
    }
}
