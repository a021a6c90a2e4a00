package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.Metric;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.util.List;

/** Sustained fan-out: how many deliveries per second to the subscribers of one topic. */
final class FanoutScenario implements Scenario {
    private static final Metric DELIVERIES = new Metric("deliveriesPerSecond", "deliveries/s", 0, true);
    private static final Metric RATE = new Metric("publishRate", "events/s", 0, false);
    private static final Metric P50 = new Metric("p50Millis", "p50 ms", 1, false);
    private static final Metric P99 = new Metric("p99Millis", "p99 ms", 1, false);
    private static final Metric SERVER_CPU =
            new Metric("serverCpuMicrosPerDelivery", "server CPU µs/delivery", 2, true);
    private static final Metric CLIENT_CPU = new Metric("clientCpuPercent", "client thread CPU %", 0, false);

    private final LoadOptions options;
    private final HighestRate highestRate;

    FanoutScenario(Arguments arguments) {
        options = LoadOptions.from(arguments, 1000, 100, 3, 5);
        highestRate = new HighestRate(options, arguments);
    }

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(DELIVERIES, RATE, P50, P99, SERVER_CPU, CLIENT_CPU);
    }

    @Override
    public int connections() {
        return options.subscribers();
    }

    @Override
    public Measurement measure(Target target) throws IOException, InterruptedException {
        HighestRate.Found found = highestRate.of(target);
        Measurement measurement = new Measurement()
                .withDetail(
                        "steps", found.steps().stream().map(StepResult::toMap).toList());
        if (found.highest().isEmpty()) {
            return measurement.with(DELIVERIES, 0);
        }
        StepResult highest = found.highest().get();
        return measurement
                .with(DELIVERIES, highest.deliveriesPerSecond())
                .with(RATE, highest.rate())
                .with(P50, highest.received().latencyMillis(50))
                .with(P99, highest.received().latencyMillis(99))
                .with(SERVER_CPU, highest.serverCpuMicrosPerDelivery())
                .with(CLIENT_CPU, highest.clientCpuPercent());
    }
}
