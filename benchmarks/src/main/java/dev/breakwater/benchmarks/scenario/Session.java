package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.load.Audience;
import dev.breakwater.benchmarks.load.LoadClient;
import dev.breakwater.benchmarks.load.Publisher;
import dev.breakwater.benchmarks.load.Topics;
import dev.breakwater.benchmarks.targets.RunningTarget;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/** A fresh target, its subscribers, all open, and its publisher. Closing it ends all three. */
record Session(RunningTarget target, LoadClient subscribers, Publisher publisher) implements AutoCloseable {
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(60);

    /** From the status 200 to the moment when a server has told all its workers of the subscriber. */
    private static final Duration SETTLING = Duration.ofMillis(500);

    static Session open(Target target, int healthy, int stalled, LoadOptions options)
            throws IOException, InterruptedException {
        return of(target.start(), healthy, stalled, options);
    }

    /** Takes the target over: it is closed if the rest does not succeed. */
    static Session of(RunningTarget target, int healthy, int stalled, LoadOptions options)
            throws IOException, InterruptedException {
        return of(
                target,
                () -> target.audience(healthy, stalled, options.opensPerSecond()),
                () -> target.publisher(options.dataSize(), options.depth(), options.batch()));
    }

    /** The same with very many topics, in groups of which each stream has one. */
    static Session ofTopics(RunningTarget target, Topics topics, boolean byPattern, int streams, LoadOptions options)
            throws IOException, InterruptedException {
        return of(
                target,
                () -> target.audience(topics, byPattern, streams, options.opensPerSecond()),
                () -> target.publisher(topics, options.dataSize(), options.depth()));
    }

    /** Connects the one who publishes. */
    @FunctionalInterface
    private interface Connect {
        Publisher publisher() throws IOException;
    }

    private static Session of(RunningTarget target, Supplier<Audience> audience, Connect connect)
            throws IOException, InterruptedException {
        try {
            LoadClient subscribers = LoadClient.open(audience.get(), OPEN_LIMIT);
            try {
                Thread.sleep(SETTLING.toMillis());
                return new Session(target, subscribers, connect.publisher());
            } catch (IOException | InterruptedException e) {
                subscribers.close();
                throw e;
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            target.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        // In this order nobody sees the other's end as a fault, and nothing waits for a stalled client.
        try (target;
                subscribers) {
            publisher.close();
        }
    }
}
