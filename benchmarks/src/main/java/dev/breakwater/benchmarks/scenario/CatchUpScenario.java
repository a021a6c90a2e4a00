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
 * Clients that come all at once, as fast as the server takes them, and are sent everything that was published before. Only
 * for targets that keep it.
 */
final class CatchUpScenario implements Scenario {
    private static final Metric SECONDS = new Metric("seconds", "s until all have all", 2, true);
    private static final Metric EVENTS = new Metric("eventsPerSecond", "events/s", 0, true);
    private static final Metric CPU = new Metric("serverCpuMicrosPerDelivery", "server CPU µs/event", 2, true);
    private static final Metric FAULTS = new Metric("faults", "faults", 0, false);
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int WARM_UP_CLIENTS = 200;
    private static final int AS_FAST_AS_POSSIBLE = 1_000_000;
    private static final int PUBLISHED_A_SECOND = 1_000;
    private static final long SPURT_NANOS = 50_000_000;

    private final LoadOptions options;
    private final int history;

    CatchUpScenario(Arguments arguments) {
        options = LoadOptions.from(arguments, 5000, 200, 0, 0);
        history = Math.max(1, arguments.integer("history", 500));
    }

    @Override
    public String name() {
        return "catchup";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(SECONDS, EVENTS, CPU, FAULTS);
    }

    @Override
    public int connections() {
        return options.subscribers();
    }

    @Override
    public Measurement measure(Target target) throws IOException, InterruptedException {
        try (RunningTarget running = target.start();
                Publisher publisher = running.publisher(options.dataSize(), options.depth(), 1)) {
            long published = publish(publisher);
            try (LoadClient warmUp = come(running, WARM_UP_CLIENTS)) {
                warmUp.awaitSequence(published, LIMIT);
            }
            return measure(target, running, published);
        }
    }

    /** Publishes so many events, or some more, in little spurts: the server is cold. Returns how many. */
    private long publish(Publisher publisher) {
        while (publisher.lastSequence() < history) {
            long from = RunClock.now();
            publisher
                    .publish(new Schedule(PUBLISHED_A_SECOND, from, from, from + SPURT_NANOS))
                    .join();
        }
        return publisher.lastSequence();
    }

    private Measurement measure(Target target, RunningTarget running, long published)
            throws IOException, InterruptedException {
        Duration cpuBefore = running.processes().cpuTime();
        long from = RunClock.now();
        try (LoadClient clients = come(running, options.subscribers())) {
            clients.awaitSequence(published, LIMIT);
            double seconds = (RunClock.now() - from) / 1e9;
            Duration cpu = running.processes().cpuTime().minus(cpuBefore);
            LoadReport report = clients.report();
            double deliveries = (double) published * options.subscribers();
            Progress.say(target, "%,.0f events in %.2f s".formatted(deliveries, seconds));
            return new Measurement()
                    .with(SECONDS, seconds)
                    .with(EVENTS, report.deliveries() / seconds)
                    .with(CPU, cpu.toNanos() / 1e3 / deliveries)
                    .with(FAULTS, report.faults() + Math.abs((long) deliveries - report.deliveries()));
        }
    }

    private static LoadClient come(RunningTarget running, int clients) throws IOException, InterruptedException {
        return LoadClient.open(running.audienceOfHistory(clients, AS_FAST_AS_POSSIBLE), LIMIT);
    }
}
