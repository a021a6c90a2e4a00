package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the growth command was called with.
 *
 * @param parts which of {@code deliveries}, {@code publish}, {@code memory}
 * @param subscribers the steps of the audience
 * @param topics the steps of the number of topics
 * @param connections the steps of the number of idle connections, upwards
 * @param deliveries a second, to any audience
 * @param publishRate events a second, to any number of topics
 * @param dataSize bytes of each event's data
 * @param opensPerSecond connections begun a second
 * @param firstWarmUp of a server that has just been started
 * @param warmUp before each window
 * @param measured each window
 */
record GrowthOptions(
        List<String> parts,
        List<Integer> subscribers,
        List<Integer> topics,
        List<Integer> connections,
        double deliveries,
        double publishRate,
        int dataSize,
        int opensPerSecond,
        Duration firstWarmUp,
        Duration warmUp,
        Duration measured) {

    private static final List<String> PARTS = List.of("deliveries", "publish", "memory");

    static GrowthOptions from(Arguments arguments) {
        GrowthOptions options = new GrowthOptions(
                arguments.list("parts", String.join(",", PARTS)),
                numbers(arguments, "subscribers", "100,300,1000,3000,6000,10000,18000"),
                numbers(arguments, "topics", "1,10,100,1000,10000,100000"),
                numbers(arguments, "connections", "500,3000,6000,9000,12000,15000,18000"),
                arguments.number("deliveries", 50_000),
                arguments.number("publish-rate", 3_000),
                arguments.integer("data-size", 100),
                arguments.integer("opens-per-second", 4_000),
                arguments.seconds("first-warm-up", 10),
                arguments.seconds("warm-up", 2),
                arguments.seconds("measured", 6));
        if (!PARTS.containsAll(options.parts)) {
            throw new IllegalArgumentException("--parts must be of " + PARTS + ": " + options.parts);
        }
        if (!rises(options.connections) || options.connections.size() < 2) {
            throw new IllegalArgumentException("--connections must be two or more, upwards: " + options.connections);
        }
        if (options.subscribers.isEmpty() || options.topics.isEmpty()) {
            throw new IllegalArgumentException("--subscribers and --topics must be one or more each");
        }
        return options;
    }

    int mostConnections() {
        int most = parts.contains("deliveries") ? most(subscribers) : 0;
        return parts.contains("memory") ? Math.max(most, most(connections)) : most;
    }

    private static boolean rises(List<Integer> steps) {
        return IntStream.range(1, steps.size()).allMatch(i -> steps.get(i - 1) < steps.get(i));
    }

    int mostSubscribers() {
        return most(subscribers);
    }

    int mostTopics() {
        return most(topics);
    }

    private static int most(List<Integer> steps) {
        return steps.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static List<Integer> numbers(Arguments arguments, String name, String otherwise) {
        return arguments.list(name, otherwise).stream().map(Integer::valueOf).toList();
    }
}
