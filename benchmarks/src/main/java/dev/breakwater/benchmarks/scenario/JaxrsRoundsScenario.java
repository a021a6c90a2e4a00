package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.load.LoadReport;
import dev.breakwater.benchmarks.load.RunClock;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.Metric;
import dev.breakwater.benchmarks.targets.RunningTarget;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The same JAX-RS resource class on stock Jersey and on ours, round after round: it broadcasts some events, one or a burst,
 * and the next ones when all subscribers have got them. For the targets {@code jersey-stock} and {@code jersey-breakwater}
 * only.
 */
final class JaxrsRoundsScenario implements Scenario {
    private static final Metric DELIVERED = new Metric("deliveriesPerSecond", "deliveries/s", 0, true);
    private static final Metric ROUND = new Metric("roundMillis", "ms a round", 2, true);
    private static final Metric CPU = new Metric("serverCpuMicrosPerDelivery", "server CPU µs/delivery", 2, true);
    private static final Metric FAULTS = new Metric("faults", "faults", 0, false);
    private static final long LONGEST_ROUND_SECONDS = 30;

    private final LoadOptions options;
    private final int events;

    JaxrsRoundsScenario(Arguments arguments) {
        options = LoadOptions.from(arguments, 1000, 100, 5, 15);
        events = arguments.integer("events", 1);
    }

    @Override
    public String name() {
        return "jaxrs-rounds";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(DELIVERED, ROUND, CPU, FAULTS);
    }

    @Override
    public int connections() {
        return options.subscribers();
    }

    @Override
    public Measurement measure(Target target) throws IOException, InterruptedException {
        try (Session session = Session.of(target.start(), options.subscribers(), 0, options)) {
            long first = rounds(session, 1, options.warmUp());
            RunningTarget running = session.target();
            Duration cpuBefore = running.processes().cpuTime();
            long from = RunClock.now();
            long last = rounds(session, first, options.measured()) - 1;
            double seconds = (RunClock.now() - from) / 1e9;
            Duration cpu = running.processes().cpuTime().minus(cpuBefore);
            long sent = last + 1 - first;
            double deliveries = (double) sent * options.subscribers();
            LoadReport received = session.subscribers().report();
            long faults = received.losses() + received.repeats() + received.reorders() + received.closes();
            Progress.say(target, sent + " events in rounds of " + events + " in " + seconds + " s, faults " + faults);
            return new Measurement()
                    .with(DELIVERED, deliveries / seconds)
                    .with(ROUND, seconds * 1e3 * events / sent)
                    .with(CPU, cpu.toNanos() / 1e3 / deliveries)
                    .with(FAULTS, faults);
        }
    }

    /** Rounds for a time, from a sequence number on; returns the next one. */
    private long rounds(Session session, long from, Duration duration) throws IOException, InterruptedException {
        long next = from;
        long until = RunClock.now() + duration.toNanos();
        while (RunClock.now() < until) {
            CompletableFuture<Void> received =
                    session.subscribers().whenDelivered((next - 1 + events) * options.subscribers());
            session.target().get("/burst/" + next + "/" + events + "/" + options.dataSize());
            next += events;
            try {
                received.get(LONGEST_ROUND_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("a round of " + events + " events was not received in time", e);
            }
        }
        return next;
    }
}
