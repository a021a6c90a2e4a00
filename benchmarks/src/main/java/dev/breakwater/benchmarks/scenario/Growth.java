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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;

/**
 * How the costs of targets grow. For each part each has a server of its own, which is warmed up once and goes through all
 * steps, upwards and down again, so that what changes with time is not taken for growth. At each step the targets take
 * turns, for the machine's speed changes; whose turn it is not is idle. One that fails is out, and the others go on.
 */
final class Growth {
    private static final Duration OPEN_LIMIT = Duration.ofMinutes(1);
    private static final Duration SETTLING = Duration.ofSeconds(1);
    private static final Duration SPURT = Duration.ofMillis(200);
    private static final int WARM_UP_SUBSCRIBERS = 1_000;
    private static final int WARM_UP_TOPICS = 100;
    private static final int DEPTH = 32;

    private final GrowthOptions options;
    private final List<Target> targets;
    private final Map<Target, Long> faults = new HashMap<>();
    private final List<String> failures = new ArrayList<>();

    Growth(GrowthOptions options, List<Target> targets) {
        this.options = options;
        this.targets = targets;
    }

    /** What one step costs one target. */
    @FunctionalInterface
    private interface Cost {
        double at(Target target, RunningTarget running, int step, Duration warmUp)
                throws IOException, InterruptedException;
    }

    /** What went wrong on all streams of a target so far. */
    long faults(Target target) {
        return faults.getOrDefault(target, 0L);
    }

    /** Who is out, and why. */
    List<String> failures() {
        return failures;
    }

    /** Server CPU for each delivery in microseconds, twice for each number of subscribers. */
    Map<Target, Map<Integer, List<Double>>> deliveries() throws InterruptedException {
        int warmUp = Math.min(WARM_UP_SUBSCRIBERS, options.mostSubscribers());
        return inTurns(options.subscribers(), warmUp, this::delivery, "%d subscribers: %.2f µs a delivery");
    }

    /** Server CPU for each publication that nobody reads in microseconds, twice for each number of topics. */
    Map<Target, Map<Integer, List<Double>>> publications() throws InterruptedException {
        int warmUp = Math.min(WARM_UP_TOPICS, options.mostTopics());
        return inTurns(options.topics(), warmUp, this::publication, "%d topics: %.1f µs a publication");
    }

    private Map<Target, Map<Integer, List<Double>>> inTurns(List<Integer> steps, int warmUpStep, Cost cost, String says)
            throws InterruptedException {
        Map<Target, Map<Integer, List<Double>>> costs = new LinkedHashMap<>();
        Map<Target, RunningTarget> servers = new LinkedHashMap<>();
        try {
            for (Target target : targets) {
                tryIt(target, servers, () -> {
                    RunningTarget running = target.start();
                    servers.put(target, running);
                    cost.at(target, running, warmUpStep, options.firstWarmUp());
                });
            }
            for (int step : upAndDown(steps)) {
                for (Map.Entry<Target, RunningTarget> turn : List.copyOf(servers.entrySet())) {
                    Target target = turn.getKey();
                    tryIt(target, servers, () -> {
                        double found = cost.at(target, turn.getValue(), step, options.warmUp());
                        if (Double.isFinite(found)) {
                            Progress.say(target, says.formatted(step, found));
                            costs.computeIfAbsent(target, key -> new TreeMap<>())
                                    .computeIfAbsent(step, key -> new ArrayList<>())
                                    .add(found);
                        } else {
                            Progress.say(target, "at " + step + " the server got nothing done in the time: no cost");
                        }
                    });
                }
            }
        } finally {
            servers.values().forEach(RunningTarget::close);
        }
        return costs;
    }

    /** What may fail. */
    @FunctionalInterface
    private interface Attempt {
        void run() throws IOException, InterruptedException;
    }

    private void tryIt(Target target, Map<Target, RunningTarget> servers, Attempt attempt) throws InterruptedException {
        try {
            attempt.run();
        } catch (IOException | RuntimeException e) {
            String failure = target.name() + ": failed: " + e.getMessage();
            System.err.println("  " + failure);
            failures.add(failure);
            RunningTarget running = servers.remove(target);
            if (running != null) {
                running.close();
            }
        }
    }

    private double delivery(Target target, RunningTarget running, int subscribers, Duration warmUp)
            throws IOException, InterruptedException {
        try (LoadClient client =
                        LoadClient.open(running.audience(subscribers, 0, options.opensPerSecond()), OPEN_LIMIT);
                Publisher publisher = running.publisher(options.dataSize(), DEPTH, 1)) {
            Thread.sleep(SETTLING.toMillis());
            LoadStep step = new LoadStep(options.deliveries() / subscribers, warmUp, options.measured());
            StepResult result = step.run(new Session(running, client, publisher));
            faults.merge(target, result.faults(), Long::sum);
            return result.serverCpuMicrosPerDelivery();
        }
    }

    private double publication(Target target, RunningTarget running, int topics, Duration warmUp) throws IOException {
        try (Publisher publisher = running.publisher(new Topics(topics, 1), options.dataSize(), DEPTH)) {
            while (publisher.lastSequence() < topics) {
                publish(publisher, Double.POSITIVE_INFINITY, SPURT);
            }
            publish(publisher, options.publishRate(), warmUp);
            Duration cpuBefore = running.processes().cpuTime();
            PublishReport report = publish(publisher, options.publishRate(), options.measured());
            Duration cpu = running.processes().cpuTime().minus(cpuBefore);
            faults.merge(target, report.rejected(), Long::sum);
            return cpu.toNanos() / 1e3 / report.sent();
        }
    }

    private static PublishReport publish(Publisher publisher, double rate, Duration duration) throws IOException {
        long from = RunClock.now();
        try {
            return publisher
                    .publish(new Schedule(rate, from, from, from + duration.toNanos()))
                    .join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Each target's memory after full collections, with each number of idle connections; one target after the other. */
    Map<Target, Map<Integer, MemoryReading>> memory() throws InterruptedException {
        Map<Target, Map<Integer, MemoryReading>> readings = new LinkedHashMap<>();
        for (Target target : targets) {
            Map<Target, RunningTarget> servers = new HashMap<>();
            tryIt(target, servers, () -> {
                RunningTarget running = target.start();
                servers.put(target, running);
                readings.put(target, memory(target, running));
            });
            servers.values().forEach(RunningTarget::close);
        }
        return readings;
    }

    private Map<Integer, MemoryReading> memory(Target target, RunningTarget running)
            throws IOException, InterruptedException {
        Map<Integer, MemoryReading> readings = new TreeMap<>();
        List<LoadClient> clients = new ArrayList<>();
        Optional<JvmProbe> probe = running.probe();
        try {
            int open = 0;
            for (int connections : options.connections()) {
                clients.add(
                        LoadClient.open(running.audience(connections - open, 0, options.opensPerSecond()), OPEN_LIMIT));
                open = connections;
                Thread.sleep(SETTLING.toMillis());
                MemoryReading reading = MemoryReading.settled(running, probe);
                readings.put(connections, reading);
                Progress.say(target, connections + " connections: " + reading.toMap());
            }
            for (LoadClient client : clients) {
                faults.merge(target, client.report().faults(), Long::sum);
            }
        } finally {
            clients.forEach(LoadClient::close);
            if (probe.isPresent()) {
                probe.get().close();
            }
        }
        return readings;
    }

    private static List<Integer> upAndDown(List<Integer> steps) {
        List<Integer> all = new ArrayList<>(steps);
        for (int i = steps.size() - 1; i >= 0; i--) {
            all.add(steps.get(i));
        }
        return all;
    }
}
