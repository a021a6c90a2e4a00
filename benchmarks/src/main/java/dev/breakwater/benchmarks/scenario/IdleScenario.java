package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.load.LoadClient;
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
 * Memory of an idle connection: growth from a server that has already served some to one with very many, both after
 * full collections where there is a heap.
 */
final class IdleScenario implements Scenario {
    private static final Metric PSS = new Metric("pssBytes", "PSS B/connection", 0, true);
    private static final Metric HEAP = new Metric("heapBytes", "heap B/connection", 0, false);
    private static final Metric DIRECT = new Metric("directBytes", "direct B/connection", 0, false);
    private static final Metric KERNEL = new Metric("kernelBytes", "TCP buffers of both ends B/connection", 0, false);

    /** Enough to have classes loaded and pools made. */
    private static final int WARM_UP_CONNECTIONS = 200;

    private static final Duration OPEN_LIMIT = Duration.ofMinutes(2);

    private final LoadOptions options;
    private final Duration settling;

    IdleScenario(Arguments arguments) {
        options = LoadOptions.from(arguments, 10_000, 100, 0, 0);
        settling = arguments.seconds("settling", 5);
    }

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(PSS, HEAP, DIRECT, KERNEL);
    }

    @Override
    public int connections() {
        return options.subscribers();
    }

    @Override
    public Measurement measure(Target target) throws IOException, InterruptedException {
        try (RunningTarget running = target.start()) {
            Optional<JvmProbe> probe = running.probe();
            try {
                return measure(target, running, probe);
            } finally {
                if (probe.isPresent()) {
                    probe.get().close();
                }
            }
        }
    }

    private Measurement measure(Target target, RunningTarget running, Optional<JvmProbe> probe)
            throws IOException, InterruptedException {
        open(running, WARM_UP_CONNECTIONS).close();
        Thread.sleep(settling.toMillis());
        MemoryReading before = MemoryReading.settled(running, probe);
        try (LoadClient subscribers = open(running, options.subscribers())) {
            Thread.sleep(settling.toMillis());
            MemoryReading after = MemoryReading.settled(running, probe);
            long closed = subscribers.report().closes();
            if (closed > 0) {
                throw new IOException(closed + " idle connections were closed by the server");
            }
            MemoryReading growth = after.minus(before);
            Progress.say(target, "growth over " + options.subscribers() + " connections, bytes: " + growth.toMap());
            double connections = options.subscribers();
            Measurement measurement = new Measurement()
                    .withDetail("before", before.toMap())
                    .withDetail("after", after.toMap())
                    .with(PSS, growth.pss() / connections)
                    .with(KERNEL, growth.kernel() / connections);
            growth.heap().ifPresent(bytes -> measurement.with(HEAP, bytes / connections));
            growth.direct().ifPresent(bytes -> measurement.with(DIRECT, bytes / connections));
            return measurement;
        }
    }

    private LoadClient open(RunningTarget running, int connections) throws IOException, InterruptedException {
        return LoadClient.open(running.audience(connections, 0, options.opensPerSecond()), OPEN_LIMIT);
    }
}
