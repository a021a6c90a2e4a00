package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.measure.JvmProbe;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.Metric;
import dev.breakwater.benchmarks.targets.RunningTarget;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Clients that never read, among others that do: what they cost the server in memory, and the others in latency and
 * losses. The comparison is a run with the same healthy clients alone. The kernel hides a stalled client from the server
 * until its send buffer, some megabytes, is full; so more data than that must be published to see anything.
 */
final class StalledScenario implements Scenario {
    private static final Metric RATE = new Metric("publishRate", "events/s", 0, false);
    private static final Metric PUBLISHED = new Metric("publishedMegabytes", "data published MB", 1, false);
    private static final Metric PSS = new Metric("pssGrowthMegabytes", "PSS growth MB", 1, false);
    private static final Metric PSS_ALONE = new Metric("pssGrowthMegabytesAlone", "without stalled", 1, false);
    private static final Metric HEAP = new Metric("heapGrowthMegabytes", "heap growth after GC MB", 1, false);
    private static final Metric HEAP_ALONE = new Metric("heapGrowthMegabytesAlone", "without stalled", 1, false);
    private static final Metric KERNEL = new Metric("kernelGrowthMegabytes", "TCP buffers growth MB", 1, false);
    private static final Metric P99 = new Metric("p99Millis", "healthy p99 ms", 1, false);
    private static final Metric P99_ALONE = new Metric("p99MillisAlone", "without stalled", 1, false);
    private static final Metric FAULTS = new Metric("faults", "healthy faults", 0, false);
    private static final Metric FAULTS_ALONE = new Metric("faultsAlone", "without stalled", 0, false);
    private static final Metric STILL_OPEN = new Metric("stalledStillOpen", "stalled left open", 0, false);

    private static final double MEGABYTE = 1024 * 1024;
    private static final double SHARE_OF_HIGHEST = 0.7;

    private final LoadOptions options;
    private final int stalled;
    private final double rate;
    private final HighestRate highestRate;
    private final Map<String, Double> rates = new HashMap<>();

    StalledScenario(Arguments arguments) {
        options = LoadOptions.from(arguments, 1000, 1000, 3, 60);
        stalled = arguments.integer("stalled", 100);
        rate = arguments.number("rate", 0);
        LoadOptions searching = new LoadOptions(
                options.subscribers(),
                options.dataSize(),
                options.depth(),
                options.batch(),
                options.opensPerSecond(),
                options.warmUp(),
                arguments.seconds("search-measured", 5));
        highestRate = new HighestRate(searching, arguments);
        if (stalled < 1 || stalled >= options.subscribers()) {
            throw new IllegalArgumentException("--stalled must be 1.." + (options.subscribers() - 1) + ": " + stalled);
        }
    }

    @Override
    public String name() {
        return "stalled";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(
                RATE,
                PUBLISHED,
                PSS,
                PSS_ALONE,
                HEAP,
                HEAP_ALONE,
                KERNEL,
                P99,
                P99_ALONE,
                FAULTS,
                FAULTS_ALONE,
                STILL_OPEN);
    }

    @Override
    public int connections() {
        return options.subscribers();
    }

    @Override
    public Measurement measure(Target target) throws IOException, InterruptedException {
        double chosen = rateFor(target);
        Run alone = run(target, chosen, 0);
        Run among = run(target, chosen, stalled);
        Measurement measurement = new Measurement()
                .withDetail("withoutStalled", alone.toMap())
                .withDetail("withStalled", among.toMap())
                .with(RATE, chosen)
                .with(PUBLISHED, among.step.published().sent() * options.dataSize() / MEGABYTE)
                .with(PSS, among.growth.pss() / MEGABYTE)
                .with(PSS_ALONE, alone.growth.pss() / MEGABYTE)
                .with(KERNEL, among.growth.kernel() / MEGABYTE)
                .with(P99, among.step.received().latencyMillis(99))
                .with(P99_ALONE, alone.step.received().latencyMillis(99))
                .with(FAULTS, among.step.faults())
                .with(FAULTS_ALONE, alone.step.faults())
                .with(STILL_OPEN, among.stalledStillOpen);
        among.growth.heap().ifPresent(bytes -> measurement.with(HEAP, bytes / MEGABYTE));
        alone.growth.heap().ifPresent(bytes -> measurement.with(HEAP_ALONE, bytes / MEGABYTE));
        return measurement;
    }

    /** The given rate, or a share of the target's highest, found once. */
    private double rateFor(Target target) throws IOException, InterruptedException {
        if (rate > 0) {
            return rate;
        }
        if (!rates.containsKey(target.name())) {
            StepResult highest = highestRate
                    .of(target)
                    .highest()
                    .orElseThrow(() -> new IOException("no rate was sustained, so there is none to stall at"));
            rates.put(target.name(), highest.rate() * SHARE_OF_HIGHEST);
        }
        return rates.get(target.name());
    }

    private Run run(Target target, double chosen, int stalledNow) throws IOException, InterruptedException {
        RunningTarget running = target.start();
        try (Session session = Session.of(running, options.subscribers() - stalled, stalledNow, options)) {
            Optional<JvmProbe> probe = running.probe();
            try {
                List<Map<String, Object>> samples = new ArrayList<>();
                MemoryReading before = MemoryReading.settled(running, probe);
                LoadStep step = new LoadStep(chosen, options.warmUp(), options.measured());
                StepResult result = step.run(session, second -> {
                    Map<String, Object> sample = new LinkedHashMap<>();
                    sample.put("second", second);
                    sample.putAll(MemoryReading.take(running, probe).toMap());
                    samples.add(sample);
                });
                MemoryReading growth = MemoryReading.settled(running, probe).minus(before);
                long open = session.subscribers().stalledStillOpen();
                Progress.say(target, stalledNow + " stalled, growth in bytes " + growth.toMap() + ": " + result);
                return new Run(result, growth, open, samples);
            } finally {
                if (probe.isPresent()) {
                    probe.get().close();
                }
            }
        }
    }

    private record Run(
            StepResult step, MemoryReading growth, long stalledStillOpen, List<Map<String, Object>> samples) {
        Map<String, Object> toMap() {
            return Map.of(
                    "step",
                    step.toMap(),
                    "growth",
                    growth.toMap(),
                    "stalledStillOpen",
                    stalledStillOpen,
                    "samples",
                    samples);
        }
    }
}
