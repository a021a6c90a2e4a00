package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.measure.JvmProbe;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.Metric;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a delivery costs at a fixed rate: processor time and, in a JVM, bytes allocated, by all of its threads and for
 * everything that it does meanwhile, the publications included.
 */
final class CostScenario extends FixedRateScenario {
    private static final Metric CPU = new Metric("serverCpuMicrosPerDelivery", "server CPU µs/delivery", 2, true);
    private static final Metric ALLOCATED = new Metric("allocatedBytesPerDelivery", "allocated B/delivery", 1, true);
    private static final Metric P99 = new Metric("p99Millis", "p99 ms", 1, false);
    private static final Metric FAULTS = new Metric("faults", "faults", 0, false);

    CostScenario(Arguments arguments) {
        super(arguments);
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
    Measurement measure(Target target, Session session) throws IOException, InterruptedException {
        Optional<JvmProbe> probe = session.target().probe();
        try {
            new LoadStep(rate, options.warmUp(), Duration.ZERO).run(session);
            long before = allocated(probe);
            StepResult result = new LoadStep(rate, Duration.ZERO, options.measured()).run(session);
            long after = allocated(probe);
            Measurement measurement = begin(target, result)
                    .with(CPU, result.serverCpuMicrosPerDelivery())
                    .with(P99, result.received().latencyMillis(99))
                    .with(FAULTS, result.faults());
            return probe.isEmpty()
                    ? measurement
                    : measurement.with(
                            ALLOCATED,
                            (double) (after - before) / result.received().deliveries());
        } finally {
            if (probe.isPresent()) {
                probe.get().close();
            }
        }
    }

    private static long allocated(Optional<JvmProbe> probe) {
        return probe.map(JvmProbe::allocatedBytes).orElse(0L);
    }
}
