package dev.breakwater.benchmarks.report;

import java.util.Map;
import java.util.stream.DoubleStream;

/** Median and extremes of some rounds. */
record Spread(double median, double least, double most) {
    /** Of at least one value. */
    static Spread of(double... values) {
        double[] sorted = DoubleStream.of(values).sorted().toArray();
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }

    Map<String, Object> toMap() {
        return Map.of("median", median, "least", least, "most", most);
    }
}
