package dev.breakwater.benchmarks.load;

import org.HdrHistogram.Histogram;

/** What the subscribers of one {@link LoadClient} saw. Owned by the selector thread; others get a {@link LoadReport}. */
final class Tally {
    private static final long LONGEST_LATENCY_MICROS = 600_000_000L;

    private final Histogram latencyMicros = new Histogram(LONGEST_LATENCY_MICROS, 3);
    private long measuredFrom = Long.MAX_VALUE;
    private long measuredTo = Long.MAX_VALUE;

    /** When the bytes that are being parsed were read. */
    long receivedAt;

    long deliveries;
    long measuredDeliveries;
    long losses;
    long repeats;
    long reorders;
    long gapEvents;
    long malformed;
    long strays;
    long closes;

    /** Forgets all counts, and from now on takes the latency of events that were due in the given window. */
    void measure(long from, long to) {
        measuredFrom = from;
        measuredTo = to;
        latencyMicros.reset();
        deliveries = 0;
        measuredDeliveries = 0;
        losses = 0;
        repeats = 0;
        reorders = 0;
        gapEvents = 0;
        malformed = 0;
        strays = 0;
        closes = 0;
    }

    void delivered(long sentAt) {
        deliveries++;
        if (sentAt >= measuredFrom && sentAt < measuredTo) {
            measuredDeliveries++;
            latencyMicros.recordValue(Math.min(Math.max(receivedAt - sentAt, 0) / 1000, LONGEST_LATENCY_MICROS));
        }
    }

    LoadReport report() {
        return new LoadReport(
                deliveries,
                measuredDeliveries,
                losses,
                repeats,
                reorders,
                gapEvents,
                malformed,
                strays,
                closes,
                latencyMicros.copy());
    }
}
