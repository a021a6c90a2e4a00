package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.load.Topics;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.Metric;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.util.List;

/**
 * Very many topics with few readers each, one event to one topic at a time, at a fixed rate. Each stream is of some of the
 * topics, which it asks for by their names or by one pattern.
 */
final class TopicsScenario implements Scenario {
    private static final Metric DELIVERIES = new Metric("deliveriesPerSecond", "deliveries/s", 0, false);
    private static final Metric P50 = new Metric("p50Millis", "p50 ms", 2, true);
    private static final Metric P99 = new Metric("p99Millis", "p99 ms", 2, true);
    private static final Metric CPU = new Metric("serverCpuMicrosPerDelivery", "server CPU µs/delivery", 2, true);
    private static final Metric FAULTS = new Metric("faults", "faults", 0, false);

    private final LoadOptions options;
    private final Topics topics;
    private final int streams;
    private final double rate;
    private final boolean byPattern;

    private TopicsScenario(Arguments arguments, boolean byPattern) {
        this.byPattern = byPattern;
        options = LoadOptions.from(arguments, 0, 100, 10, 10);
        topics = Topics.of(arguments.integer("topics", 10_000), arguments.integer("topics-of-a-stream", 10));
        streams = topics.groups() * arguments.integer("readers", 10);
        rate = arguments.number("rate", 1000);
    }

    static TopicsScenario byName(Arguments arguments) {
        return new TopicsScenario(arguments, false);
    }

    static TopicsScenario byPattern(Arguments arguments) {
        return new TopicsScenario(arguments, true);
    }

    @Override
    public String name() {
        return byPattern ? "patterns" : "topics";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(DELIVERIES, P50, P99, CPU, FAULTS);
    }

    @Override
    public int connections() {
        return streams;
    }

    @Override
    public Measurement measure(Target target) throws IOException, InterruptedException {
        try (Session session = Session.ofTopics(target.start(), topics, byPattern, streams, options)) {
            StepResult result = new LoadStep(rate, options.warmUp(), options.measured()).run(session);
            Progress.say(target, result.toString());
            return new Measurement()
                    .withDetail("step", result.toMap())
                    .with(DELIVERIES, result.deliveriesPerSecond())
                    .with(P50, result.received().latencyMillis(50))
                    .with(P99, result.received().latencyMillis(99))
                    .with(CPU, result.serverCpuMicrosPerDelivery())
                    .with(FAULTS, result.faults());
        }
    }
}
