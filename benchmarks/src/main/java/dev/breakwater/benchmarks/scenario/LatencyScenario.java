package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.Metric;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Latency at a fixed rate, from the intended send time to the subscriber, and what a delivery costs the server. */
final class LatencyScenario extends FixedRateScenario {
    /** Percentile and its column. */
    private static final Map<Metric, Double> PERCENTILES = percentiles();

    private static final Metric SERVER_CPU =
            new Metric("serverCpuMicrosPerDelivery", "server CPU µs/delivery", 2, true);
    private static final Metric FAULTS = new Metric("faults", "faults", 0, false);

    LatencyScenario(Arguments arguments) {
        super(arguments);
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>(PERCENTILES.keySet());
        metrics.add(SERVER_CPU);
        metrics.add(FAULTS);
        return metrics;
    }

    @Override
    Measurement measure(Target target, Session session) throws IOException, InterruptedException {
        StepResult result = new LoadStep(rate, options.warmUp(), options.measured()).run(session);
        Measurement measurement = begin(target, result)
                .with(SERVER_CPU, result.serverCpuMicrosPerDelivery())
                .with(FAULTS, result.faults());
        PERCENTILES.forEach((metric, percentile) ->
                measurement.with(metric, result.received().latencyMillis(percentile)));
        return measurement;
    }

    private static Map<Metric, Double> percentiles() {
        Map<Metric, Double> percentiles = new LinkedHashMap<>();
        percentiles.put(new Metric("p50Millis", "p50 ms", 2, true), 50.0);
        percentiles.put(new Metric("p90Millis", "p90 ms", 2, false), 90.0);
        percentiles.put(new Metric("p99Millis", "p99 ms", 2, true), 99.0);
        percentiles.put(new Metric("p999Millis", "p99.9 ms", 1, false), 99.9);
        percentiles.put(new Metric("maxMillis", "max ms", 1, false), 100.0);
        return percentiles;
    }
}
