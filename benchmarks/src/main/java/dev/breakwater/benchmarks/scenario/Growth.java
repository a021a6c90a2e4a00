package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.load.LoadClient;
import dev.breakwater.benchmarks.load.PublishReport;
import dev.breakwater.benchmarks.load.Publisher;
import dev.breakwater.benchmarks.load.RunClock;
import dev.breakwater.benchmarks.load.Schedule;
import dev.breakwater.benchmarks.load.Topics;
import dev.breakwater.benchmarks.measure.JvmProbe;
import dev.breakwater.benchmarks.targets.RunningTarget;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

/**
 * How the costs of one target grow. Each part has a server of its own, which is warmed up once and goes through all steps,
 * upwards and down again, so that what changes with time is not taken for growth.
 */
final class Growth {
    private static final Duration OPEN_LIMIT = Duration.ofMinutes(1);
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final Duration FIRST_WARM_UP = Duration.ofSeconds(10);
    private static final Duration SPURT = Duration.ofMillis(200);
    private static final int WARM_UP_SUBSCRIBERS = 1_000;
    private static final int WARM_UP_TOPICS = 100;
    private static final int DEPTH = 32;

    private final GrowthOptions options;
    private final Target target;
    private long faults;

    Growth(GrowthOptions options, Target target) {
        this.options = options;
        this.target = target;
    }

    /** What went wrong on all streams so far. */
    long faults() {
        return faults;
    }

    /** Server CPU for each delivery in microseconds, twice for each number of subscribers. */
    Map<Integer, List<Double>> deliveries() throws IOException, InterruptedException {
        Map<Integer, List<Double>> costs = new TreeMap<>();
        try (RunningTarget running = target.start()) {
            delivery(running, WARM_UP_SUBSCRIBERS, FIRST_WARM_UP);
            for (int subscribers : upAndDown(options.subscribers())) {
                double cost = delivery(running, subscribers, options.warmUp());
                add(costs, subscribers, cost);
                Progress.say(target, "%d subscribers: %.2f µs for each delivery".formatted(subscribers, cost));
            }
        }
        return costs;
    }

    private double delivery(RunningTarget running, int subscribers, Duration warmUp)
            throws IOException, InterruptedException {
        try (LoadClient client =
                        LoadClient.open(running.audience(subscribers, 0, options.opensPerSecond()), OPEN_LIMIT);
                Publisher publisher = running.publisher(options.dataSize(), DEPTH, 1)) {
            Thread.sleep(SETTLING.toMillis());
            LoadStep step = new LoadStep(options.deliveries() / subscribers, warmUp, options.measured());
            StepResult result = step.run(new Session(running, client, publisher));
            faults += result.faults();
            return result.serverCpuMicrosPerDelivery();
        }
    }

    /** Server CPU for each publication that nobody reads in microseconds, twice for each number of topics. */
    Map<Integer, List<Double>> publications() throws IOException, InterruptedException {
        Map<Integer, List<Double>> costs = new TreeMap<>();
        try (RunningTarget running = target.start()) {
            publication(running, WARM_UP_TOPICS, FIRST_WARM_UP);
            for (int topics : upAndDown(options.topics())) {
                double cost = publication(running, topics, options.warmUp());
                add(costs, topics, cost);
                Progress.say(target, "%d topics: %.1f µs for each publication".formatted(topics, cost));
            }
        }
        return costs;
    }

    private double publication(RunningTarget running, int topics, Duration warmUp)
            throws IOException, InterruptedException {
        try (Publisher publisher = running.publisher(new Topics(topics, 1), options.dataSize(), DEPTH)) {
            while (publisher.lastSequence() < topics) {
                long from = RunClock.now();
                finish(publisher, new Schedule(Double.POSITIVE_INFINITY, from, from, from + SPURT.toNanos()));
            }
            long from = RunClock.now();
            finish(publisher, new Schedule(options.publishRate(), from, from, from + warmUp.toNanos()));
            Duration cpuBefore = running.processes().cpuTime();
            from = RunClock.now();
            PublishReport report = finish(
                    publisher,
                    new Schedule(
                            options.publishRate(),
                            from,
                            from,
                            from + options.measured().toNanos()));
            Duration cpu = running.processes().cpuTime().minus(cpuBefore);
            faults += report.rejected();
            return cpu.toNanos() / 1e3 / report.sent();
        }
    }

    private static PublishReport finish(Publisher publisher, Schedule schedule) throws IOException {
        try {
            return publisher.publish(schedule).join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** The server's memory after full collections, with each number of idle connections. */
    Map<Integer, MemoryReading> memory() throws IOException, InterruptedException {
        Map<Integer, MemoryReading> readings = new TreeMap<>();
        List<LoadClient> clients = new ArrayList<>();
        try (RunningTarget running = target.start()) {
            Optional<JvmProbe> probe = running.probe();
            try {
                int open = 0;
                for (int connections : options.connections()) {
                    clients.add(LoadClient.open(
                            running.audience(connections - open, 0, options.opensPerSecond()), OPEN_LIMIT));
                    open = connections;
                    Thread.sleep(SETTLING.toMillis());
                    MemoryReading reading = MemoryReading.settled(running, probe);
                    readings.put(connections, reading);
                    Progress.say(target, connections + " connections: " + reading.toMap());
                }
                for (LoadClient client : clients) {
                    faults += client.report().faults();
                }
            } finally {
                clients.forEach(LoadClient::close);
                if (probe.isPresent()) {
                    probe.get().close();
                }
            }
        }
        return readings;
    }

    private static void add(Map<Integer, List<Double>> costs, int step, double cost) {
        costs.computeIfAbsent(step, key -> new ArrayList<>()).add(cost);
    }

    private static List<Integer> upAndDown(List<Integer> steps) {
        List<Integer> all = new ArrayList<>(steps);
        for (int i = steps.size() - 1; i >= 0; i--) {
            all.add(steps.get(i));
        }
        return all;
    }
}
