package dev.breakwater.sse.doctor.probe;

/** Milliseconds since some time of this process, which goes on evenly whatever happens to the time of day. */
final class ServerClock {
    private final long start = System.nanoTime();

    double millis() {
        return (System.nanoTime() - start) / 1e6;
    }
}
