package dev.breakwater.benchmarks.load;

import java.util.concurrent.locks.LockSupport;

/** Nanoseconds since this process began to measure: monotonic, never negative, the same for publisher and subscribers. */
public final class RunClock {
    private static final long BEGINNING = System.nanoTime();

    private RunClock() {}

    public static long now() {
        return System.nanoTime() - BEGINNING;
    }

    /** Returns once it is {@code time}. */
    public static void sleepUntil(long time) throws InterruptedException {
        for (long left = time - now(); left > 0; left = time - now()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while waiting for a time of the schedule");
            }
        }
    }
}
