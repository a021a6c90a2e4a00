package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.load.PublishReport;
import dev.breakwater.benchmarks.load.Publisher;
import dev.breakwater.benchmarks.load.RunClock;
import dev.breakwater.benchmarks.load.Schedule;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.Metric;
import dev.breakwater.benchmarks.targets.RunningTarget;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** How fast events can be published over HTTP to a topic that nobody reads. */
final class PublishScenario implements Scenario {
    private static final Metric RATE = new Metric("eventsPerSecond", "events/s", 0, true);
    private static final Metric CPU = new Metric("serverCpuMicrosPerEvent", "server CPU µs/event", 1, true);
    private static final Metric REJECTED = new Metric("rejected", "rejected", 0, false);

    private final LoadOptions options;
    private final int publishers;

    PublishScenario(Arguments arguments) {
        options = LoadOptions.from(arguments, 1, 100, 5, 5);
        publishers = Math.max(1, arguments.integer("publishers", 4));
    }

    @Override
    public String name() {
        return "publish";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(RATE, CPU, REJECTED);
    }

    @Override
    public int connections() {
        return publishers;
    }

    @Override
    public Measurement measure(Target target) throws IOException, InterruptedException {
        List<Publisher> open = new ArrayList<>();
        try (RunningTarget running = target.start()) {
            for (int i = 0; i < publishers; i++) {
                open.add(running.publisher(options.dataSize(), options.depth(), options.batch()));
            }
            return measure(target, running, open);
        } finally {
            for (Publisher publisher : open) {
                publisher.close();
            }
        }
    }

    private Measurement measure(Target target, RunningTarget running, List<Publisher> open)
            throws IOException, InterruptedException {
        long from = RunClock.now();
        long measuredFrom = from + options.warmUp().toNanos();
        long to = measuredFrom + options.measured().toNanos();
        Schedule flatOut = new Schedule(Double.POSITIVE_INFINITY, from, measuredFrom, to);
        List<CompletableFuture<PublishReport>> publishing =
                open.stream().map(publisher -> publisher.publish(flatOut)).toList();
        RunClock.sleepUntil(measuredFrom);
        long timeBefore = RunClock.now();
        long before = answered(open);
        Duration cpuBefore = running.processes().cpuTime();
        RunClock.sleepUntil(to);
        double seconds = (RunClock.now() - timeBefore) / 1e9;
        long events = answered(open) - before;
        Duration cpu = running.processes().cpuTime().minus(cpuBefore);
        long rejected = 0;
        try {
            for (CompletableFuture<PublishReport> each : publishing) {
                rejected += each.join().rejected();
            }
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        }
        Progress.say(target, "%,.0f events/s".formatted(events / seconds));
        return new Measurement()
                .with(RATE, events / seconds)
                .with(CPU, cpu.toNanos() / 1e3 / events)
                .with(REJECTED, rejected);
    }

    private static long answered(List<Publisher> publishers) {
        return publishers.stream().mapToLong(Publisher::answered).sum();
    }
}
