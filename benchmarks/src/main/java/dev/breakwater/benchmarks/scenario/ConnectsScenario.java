package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.load.LoadClient;
import dev.breakwater.benchmarks.load.LoadReport;
import dev.breakwater.benchmarks.load.Publisher;
import dev.breakwater.benchmarks.load.RunClock;
import dev.breakwater.benchmarks.load.Schedule;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.Metric;
import dev.breakwater.benchmarks.targets.RunningTarget;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * How many streams a second a server opens if it may take as many as it can: from the connect to the head of the answer.
 * At most 256 are under way at once, fewer if the server bears no more. Then everybody must get one event. Before, as many
 * others are opened and closed, once or more often.
 */
final class ConnectsScenario implements Scenario {
    private static final Metric RATE = new Metric("connectsPerSecond", "streams opened/s", 0, true);
    private static final Metric CPU = new Metric("serverCpuMicrosPerConnect", "server CPU µs/stream", 1, true);
    private static final Metric CLIENT_CPU = new Metric("clientCpuPercent", "client thread CPU %", 0, false);
    private static final Metric FAULTS = new Metric("faults", "faults", 0, false);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final long ONE_SECOND = 1_000_000_000;
    private static final int AS_FAST_AS_POSSIBLE = 1_000_000;

    private final LoadOptions options;
    private final int warmUpStreams;
    private final int warmUpTimes;

    ConnectsScenario(Arguments arguments) {
        options = LoadOptions.from(arguments, 5000, 100, 0, 0);
        warmUpStreams = Math.max(1, arguments.integer("warm-up-streams", 5000));
        warmUpTimes = Math.max(1, arguments.integer("warm-up-times", 1));
    }

    @Override
    public String name() {
        return "connects";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(RATE, CPU, CLIENT_CPU, FAULTS);
    }

    @Override
    public int connections() {
        return Math.max(options.subscribers(), warmUpStreams);
    }

    @Override
    public Measurement measure(Target target) throws IOException, InterruptedException {
        try (RunningTarget running = target.start()) {
            for (int i = 0; i < warmUpTimes; i++) {
                open(running, warmUpStreams).close();
                publishOne(running); // a server that does not read finds out that they have gone
                Thread.sleep(SETTLING.toMillis());
            }
            Duration cpuBefore = running.processes().cpuTime();
            long from = RunClock.now();
            try (LoadClient subscribers = open(running, options.subscribers())) {
                double seconds = (RunClock.now() - from) / 1e9;
                Duration cpu = running.processes().cpuTime().minus(cpuBefore);
                double clientSeconds = subscribers.cpuNanos() / 1e9;
                long faults = faults(running, subscribers);
                Progress.say(target, "%,.0f streams a second".formatted(options.subscribers() / seconds));
                return new Measurement()
                        .with(RATE, options.subscribers() / seconds)
                        .with(CPU, cpu.toNanos() / 1e3 / options.subscribers())
                        .with(CLIENT_CPU, 100 * clientSeconds / seconds)
                        .with(FAULTS, faults);
            }
        }
    }

    private static LoadClient open(RunningTarget running, int streams) throws IOException, InterruptedException {
        return LoadClient.open(running.audience(streams, 0, AS_FAST_AS_POSSIBLE), LIMIT);
    }

    /** How many streams have not got just the one event that is published now. */
    private long faults(RunningTarget running, LoadClient subscribers) throws IOException, InterruptedException {
        Thread.sleep(SETTLING.toMillis());
        publishOne(running);
        subscribers.awaitSequence(1, LIMIT);
        LoadReport report = subscribers.report();
        return Math.abs(subscribers.audience().healthy() - report.deliveries()) + report.faults();
    }

    private void publishOne(RunningTarget running) throws IOException, InterruptedException {
        try (Publisher publisher = running.publisher(options.dataSize(), options.depth(), 1)) {
            long from = RunClock.now();
            publisher
                    .publish(new Schedule(1, from, from, from + ONE_SECOND / 2))
                    .join();
        }
    }
}
