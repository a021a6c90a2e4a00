package dev.breakwater.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** What one run of a scenario against one target gave. */
public final class Measurement {
    private final Map<Metric, Double> values = new LinkedHashMap<>();
    private final Map<String, Object> details = new LinkedHashMap<>();

    public Measurement with(Metric metric, double value) {
        values.put(metric, value);
        return this;
    }

    public Measurement with(Metric metric, long value) {
        return with(metric, (double) value);
    }

    /** Something for the JSON file only: a number, a text, a list or a map. */
    public Measurement withDetail(String name, Object detail) {
        details.put(name, detail);
        return this;
    }

    OptionalDouble value(Metric metric) {
        Double value = values.get(metric);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        values.forEach((metric, value) -> map.put(metric.key(), value));
        map.putAll(details);
        return map;
    }
}
