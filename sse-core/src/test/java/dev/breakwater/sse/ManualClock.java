package dev.breakwater.sse;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Time that moves when a test says so: both the time of day and the nanoseconds of timers. Any thread. */
public final class ManualClock implements InstantSource, LongSupplier {
    private static final long START_MILLIS = 1_767_225_600_000L;

    private final AtomicLong elapsedNanos = new AtomicLong();

    /** Lets time go by. */
    public void advance(Duration by) {
        elapsedNanos.addAndGet(by.toNanos());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(START_MILLIS).plusNanos(elapsedNanos.get());
    }

    @Override
    public long getAsLong() {
        return elapsedNanos.get();
    }
}
