package dev.breakwater.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * What the healthy subscribers saw since the last {@link LoadClient#measure}.
 *
 * @param deliveries events received, in the measured window or not
 * @param measuredDeliveries those that were due in the measured window
 * @param losses events that were passed over and never came later
 * @param repeats events that came again
 * @param reorders events that came after a later one
 * @param gapEvents {@code breakwater.gap} events: losses that the server owned up to
 * @param malformed events whose data did not start with sequence number and time
 * @param strays events of topics that the stream had not asked for
 * @param closes streams that ended though nobody asked for it
 * @param latencyMicros from the intended send time to the read, of the measured deliveries
 */
public record LoadReport(
        long deliveries,
        long measuredDeliveries,
        long losses,
        long repeats,
        long reorders,
        long gapEvents,
        long malformed,
        long strays,
        long closes,
        Histogram latencyMicros) {

    /** Deliveries that went wrong, and streams that ended. */
    public long faults() {
        return losses + repeats + reorders + gapEvents + malformed + strays + closes;
    }

    public double latencyMillis(double percentile) {
        return latencyMicros.getValueAtPercentile(percentile) / 1000.0;
    }
}
