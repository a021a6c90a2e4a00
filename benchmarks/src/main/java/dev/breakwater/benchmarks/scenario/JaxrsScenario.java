package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.measure.JvmProbe;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.Metric;
import dev.breakwater.benchmarks.targets.RunningTarget;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The same JAX-RS resource class on stock Jersey and on ours, some of whose clients never read: how long a call of {@code
 * broadcast()} takes, what the healthy clients get, threads and heap. For the targets {@code jersey-stock} and {@code
 * jersey-breakwater} only.
 */
final class JaxrsScenario implements Scenario {
    private static final Metric CALL_P50 = new Metric("callP50Micros", "broadcast() p50 µs", 1, true);
    private static final Metric CALL_P99 = new Metric("callP99Micros", "p99 µs", 1, true);
    private static final Metric CALL_MAX = new Metric("callMaxMicros", "longest µs", 0, true);
    private static final Metric DELIVERED = new Metric("deliveriesPerSecond", "deliveries/s", 0, true);
    private static final Metric P99 = new Metric("p99Millis", "healthy p99 ms", 1, false);
    private static final Metric FAULTS = new Metric("faults", "healthy faults", 0, false);
    private static final Metric THREADS = new Metric("threads", "threads", 0, false);
    private static final Metric HEAP = new Metric("heapGrowthMegabytes", "heap growth after GC MB", 1, false);
    private static final Metric CPU = new Metric("serverCpuMicrosPerDelivery", "server CPU µs/delivery", 2, true);
    private static final double MEGABYTE = 1024 * 1024;
    private static final Pattern SPACE = Pattern.compile(" ");

    private final LoadOptions options;
    private final int stalled;
    private final double rate;

    JaxrsScenario(Arguments arguments) {
        options = LoadOptions.from(arguments, 1000, 1000, 3, 20);
        stalled = arguments.integer("stalled", 1);
        rate = arguments.number("rate", 50);
    }

    @Override
    public String name() {
        return "jaxrs";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(CALL_P50, CALL_P99, CALL_MAX, DELIVERED, CPU, P99, FAULTS, THREADS, HEAP);
    }

    @Override
    public int connections() {
        return options.subscribers();
    }

    @Override
    public Measurement measure(Target target) throws IOException, InterruptedException {
        RunningTarget running = target.start();
        try (Session session = Session.of(running, options.subscribers() - stalled, stalled, options)) {
            Optional<JvmProbe> probe = running.probe();
            try {
                MemoryReading before = MemoryReading.settled(running, probe);
                StepResult result = new LoadStep(rate, options.warmUp(), options.measured()).run(session);
                String[] calls = SPACE.split(running.get("/calls").strip());
                MemoryReading growth = MemoryReading.settled(running, probe).minus(before);
                Progress.say(target, stalled + " stalled, " + result);
                Measurement measurement = new Measurement()
                        .withDetail("step", result.toMap())
                        .with(CALL_P50, Double.parseDouble(calls[0]))
                        .with(CALL_P99, Double.parseDouble(calls[1]))
                        .with(CALL_MAX, Double.parseDouble(calls[2]))
                        .with(DELIVERED, result.deliveriesPerSecond())
                        .with(CPU, result.serverCpuMicrosPerDelivery())
                        .with(P99, result.received().latencyMillis(99))
                        .with(FAULTS, result.faults())
                        .with(THREADS, Long.parseLong(calls[3]));
                growth.heap().ifPresent(bytes -> measurement.with(HEAP, bytes / MEGABYTE));
                return measurement;
            } finally {
                if (probe.isPresent()) {
                    probe.get().close();
                }
            }
        }
    }
}
