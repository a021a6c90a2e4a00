package dev.breakwater.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * How a publisher kept its {@link Schedule}.
 *
 * @param sent events written
 * @param unsent events that were due before the end but could not be written in time
 * @param rejected events that the server did not answer with 2xx
 * @param lagMicros how late events were written, in the measured window
 */
public record PublishReport(long sent, long unsent, long rejected, Histogram lagMicros) {
    public double lagMillis(double percentile) {
        return lagMicros.getValueAtPercentile(percentile) / 1000.0;
    }
}
