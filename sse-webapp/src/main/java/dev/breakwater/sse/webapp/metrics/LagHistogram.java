package dev.breakwater.sse.webapp.metrics;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.Arrays;

/** How many of the streams that are open now are how many events behind: a snapshot, not a sum over time. */
final class LagHistogram implements Collector {
    static final String NAME = "breakwater_lag_events";

    private static final double[] UPPER_BOUNDS = {0, 1, 10, 100, 1_000, 10_000, 100_000, Double.POSITIVE_INFINITY};

    private final LagReadings readings;

    LagHistogram(LagReadings readings) {
        this.readings = readings;
    }

    @Override
    public HistogramSnapshot collect() {
        long[] lags = readings.sorted();
        long[] counts = new long[UPPER_BOUNDS.length];
        int bucket = 0;
        for (long lag : lags) {
            while (lag > UPPER_BOUNDS[bucket]) {
                bucket++;
            }
            counts[bucket]++;
        }
        return HistogramSnapshot.builder()
                .name(NAME)
                .help("open streams by how many events they are behind")
                .gaugeHistogram(true)
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(UPPER_BOUNDS, counts))
                        .sum(Arrays.stream(lags).asDoubleStream().sum())
                        .build())
                .build();
    }
}
