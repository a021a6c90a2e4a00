package dev.breakwater.benchmarks.crash;

import dev.breakwater.benchmarks.arguments.Arguments;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Rounds of: publish from several clients while others subscribe, kill the server at a random moment, start it again, all
 * resume. In the end every subscriber must have every acknowledged event exactly once, in the order of ids, with no id
 * left out, and nothing else.
 */
public final class KillRounds {
    private static final Duration CATCH_UP_LIMIT = Duration.ofSeconds(60);
    private static final int LEAST_MILLIS = 300;
    private static final int MORE_MILLIS = 1_200;

    private final Path jar;
    private final int rounds;
    private final int publishers;
    private final int subscribers;
    private final long seed;
    private final List<String> properties;

    /** So many rounds with so many clients. */
    public KillRounds(Path jar, int rounds, int publishers, int subscribers, long seed, List<String> properties) {
        this.jar = jar;
        this.rounds = rounds;
        this.publishers = publishers;
        this.subscribers = subscribers;
        this.seed = seed;
        this.properties = properties;
    }

    /** The command. */
    public static void run(Arguments arguments) throws IOException, InterruptedException {
        KillRounds killing = new KillRounds(
                arguments.path("breakwater-jar", CrashServer.defaultJar().toString()),
                arguments.integer("rounds", 100),
                arguments.integer("publishers", 8),
                arguments.integer("subscribers", 50),
                arguments.integer("seed", 1),
                arguments.list("breakwater-properties", "breakwater.retention.events=1000"));
        arguments.rejectUnread();
        System.out.println(killing.run(System.out::println));
    }

    /**
     * Does all rounds.
     *
     * @return the result, a sentence
     * @throws IllegalStateException if an event was lost, repeated or out of order; the message says which
     */
    public String run(Consumer<String> progress) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("breakwater-kill");
        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        Random random = new Random(seed);
        List<CrashPublisher> publishing = new ArrayList<>();
        List<CrashSubscriber> subscribed = new ArrayList<>();
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        long downNanos = 0;
        try (CrashServer server = new CrashServer(jar, directory, properties)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < subscribers; i++) {
                CrashSubscriber subscriber = new CrashSubscriber(server, http);
                subscriber.connect();
                subscribed.add(subscriber);
            }
            Thread.sleep(LEAST_MILLIS);
            for (int i = 0; i < publishers; i++) {
                CrashPublisher publisher = new CrashPublisher(i, server, acknowledged);
                publishing.add(publisher);
                Thread thread = new Thread(publisher, "publisher-" + i);
                thread.start();
                threads.add(thread);
            }
            for (int round = 1; round <= rounds; round++) {
                Thread.sleep(LEAST_MILLIS + random.nextInt(MORE_MILLIS));
                server.kill();
                long killed = System.nanoTime();
                server.start();
                downNanos += System.nanoTime() - killed;
                progress.accept("round " + round + ": " + acknowledged.size() + " acknowledged");
            }
            Thread.sleep(LEAST_MILLIS);
            publishing.forEach(CrashPublisher::stop);
            for (Thread thread : threads) {
                thread.join();
            }
            for (CrashPublisher publisher : publishing) {
                require(publisher.failure().isEmpty(), publisher.failure());
            }
            awaitCaughtUp(subscribed, acknowledged.size());
            subscribed.forEach(CrashSubscriber::stop);
            check(subscribed, acknowledged);
            long torn = server.output()
                    .lines()
                    .filter(line -> line.contains("torn end"))
                    .count();
            return rounds + " rounds: " + acknowledged.size() + " events acknowledged to " + publishers
                    + " publishers, who tried again "
                    + publishing.stream().mapToLong(CrashPublisher::retries).sum() + " times; " + subscribers
                    + " subscribers, cut "
                    + subscribed.stream().mapToInt(CrashSubscriber::cuts).sum()
                    + " times, got each of them exactly once, in order, ids 1.." + acknowledged.size()
                    + " without a hole; " + torn + " torn ends cut off; down for "
                    + downNanos / 1_000_000 / rounds + " ms in the mean, the JVM's start included";
        } finally {
            publishing.forEach(CrashPublisher::stop);
            subscribed.forEach(CrashSubscriber::stop);
            delete(directory);
        }
    }

    private static void awaitCaughtUp(List<CrashSubscriber> subscribed, int events) throws InterruptedException {
        long deadline = System.nanoTime() + CATCH_UP_LIMIT.toNanos();
        while (subscribed.stream().anyMatch(one -> one.count() < events)) {
            if (System.nanoTime() > deadline) {
                long least = subscribed.stream()
                        .mapToInt(CrashSubscriber::count)
                        .min()
                        .orElse(0);
                throw new IllegalStateException("lost: a subscriber has " + least + " of " + events + " events");
            }
            Thread.sleep(50);
        }
    }

    private static void check(List<CrashSubscriber> subscribed, Map<String, String> acknowledged) {
        for (CrashSubscriber subscriber : subscribed) {
            require(subscriber.gaps().isEmpty(), "a subscriber was told of a gap: " + subscriber.gaps());
            long position = 0;
            Set<String> seen = new HashSet<>();
            for (CrashSubscriber.Received event : subscriber.received()) {
                long next = Long.parseLong(event.id().substring(event.id().indexOf('-') + 1));
                require(next == position + 1, "after the id " + position + " came " + event.id());
                position = next;
                require(seen.add(event.data()), "repeated under another id: " + event);
                require(
                        event.data().equals(acknowledged.get(event.id())),
                        "delivered as " + event + ", acknowledged as " + acknowledged.get(event.id()));
            }
            require(position == acknowledged.size(), "got " + position + " of " + acknowledged.size());
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
