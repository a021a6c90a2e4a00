package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.measure.JvmProbe;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.Metric;
import dev.breakwater.benchmarks.targets.RunningTarget;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a delivery costs at a fixed rate: processor time and, in a JVM, bytes allocated, by all of its threads and for
 * everything that it does meanwhile, the publications included.
 */
final class CostScenario implements Scenario {
    private static final Metric CPU = new Metric("serverCpuMicrosPerDelivery", "server CPU µs/delivery", 2, true);
    private static final Metric ALLOCATED = new Metric("allocatedBytesPerDelivery", "allocated B/delivery", 1, true);
    private static final Metric P99 = new Metric("p99Millis", "p99 ms", 1, false);
    private static final Metric FAULTS = new Metric("faults", "faults", 0, false);

    private final LoadOptions options;
    private final double rate;

    CostScenario(Arguments arguments) {
        options = LoadOptions.from(arguments, 1000, 100, 10, 10);
        rate = arguments.number("rate", 100);
    }

    @Override
    public String name() {
        return "cost";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(CPU, ALLOCATED, P99, FAULTS);
    }

    @Override
    public int connections() {
        return options.subscribers();
    }

    @Override
    public Measurement measure(Target target) throws IOException, InterruptedException {
        try (Session session = Session.open(target, options.subscribers(), 0, options)) {
            RunningTarget running = session.target();
            Optional<JvmProbe> probe = running.probe();
            try {
                new LoadStep(rate, options.warmUp(), Duration.ZERO).run(session);
                long before = allocated(probe);
                StepResult result = new LoadStep(rate, Duration.ZERO, options.measured()).run(session);
                long after = allocated(probe);
                Progress.say(target, result.toString());
                Measurement measurement = new Measurement()
                        .withDetail("step", result.toMap())
                        .with(CPU, result.serverCpuMicrosPerDelivery())
                        .with(P99, result.received().latencyMillis(99))
                        .with(FAULTS, result.faults());
                if (probe.isPresent()) {
                    measurement.with(
                            ALLOCATED,
                            (double) (after - before) / result.received().deliveries());
                }
                return measurement;
            } finally {
                if (probe.isPresent()) {
                    probe.get().close();
                }
            }
        }
    }

    private static long allocated(Optional<JvmProbe> probe) {
        return probe.map(JvmProbe::allocatedBytes).orElse(0L);
    }
}
