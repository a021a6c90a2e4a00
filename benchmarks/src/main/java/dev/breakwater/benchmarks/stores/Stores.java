package dev.breakwater.benchmarks.stores;

import dev.breakwater.benchmarks.arguments.Arguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Durable appends by several publishers, each awaiting its answer, and paged reading of what they wrote; in turns. */
public final class Stores {
    private interface Maker {
        Engine open(Path directory) throws IOException;
    }

    private static final Map<String, Maker> ENGINES = new LinkedHashMap<>();

    static {
        ENGINES.put("mvstore", MvStoreEngine::new);
        ENGINES.put("rocksdb", RocksEngine::new);
        ENGINES.put("file", PlainFileEngine::new);
    }

    private final Path parent;
    private final int publishers;
    private final int bytes;
    private final Duration measured;
    private final Duration warmUp;
    private final int page;

    private Stores(Arguments arguments) {
        parent = arguments.path("directory", ".");
        publishers = arguments.integer("publishers", 16);
        bytes = arguments.integer("data-size", 200);
        measured = arguments.seconds("measured", 5);
        warmUp = arguments.seconds("warm-up", 2);
        page = arguments.integer("page", 500);
    }

    /** Runs all engines in turns. */
    public static void run(Arguments arguments) throws IOException, InterruptedException {
        Stores stores = new Stores(arguments);
        int rounds = arguments.integer("rounds", 3);
        List<String> names = arguments.list("engines", String.join(",", ENGINES.keySet()));
        arguments.rejectUnread();
        System.out.println("| engine | appended/s | events in a group | read/s, pages of " + stores.page
                + " | bytes on disk for each event |\n|---|---|---|---|---|");
        for (int round = 0; round < rounds; round++) {
            for (String name : names) {
                stores.measure(name);
            }
        }
    }

    private void measure(String name) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(parent.toAbsolutePath(), "stores-");
        try (Engine engine = ENGINES.get(name).open(directory)) {
            GroupCommit commit = new GroupCommit(engine);
            LongAdder acknowledged = new LongAdder();
            List<Thread> threads = publish(commit, acknowledged);
            Thread.sleep(warmUp.toMillis());
            long before = acknowledged.sum();
            long from = System.nanoTime();
            Thread.sleep(measured.toMillis());
            double rate = (acknowledged.sum() - before) * 1e9 / (System.nanoTime() - from);
            threads.forEach(Thread::interrupt);
            for (Thread thread : threads) {
                thread.join();
            }
            commit.close();
            long written = acknowledged.sum();
            double read = read(engine, written);
            System.out.printf(
                    "| %s | %,.0f | %.1f | %,.0f | %.0f |%n",
                    name, rate, (double) written / commit.groups(), read, (double) size(directory) / written);
        } finally {
            delete(directory);
        }
    }

    private List<Thread> publish(GroupCommit commit, LongAdder acknowledged) {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < publishers; i++) {
            Thread thread = new Thread(
                    () -> {
                        byte[] event = new byte[bytes];
                        ThreadLocalRandom.current().nextBytes(event); // none that compression likes
                        while (!Thread.currentThread().isInterrupted()) {
                            commit.append(event).join();
                            acknowledged.increment();
                        }
                    },
                    "publisher-" + i);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    /** Reads all, for two seconds at most. */
    private double read(Engine engine, long written) throws IOException {
        long from = System.nanoTime();
        long deadline = from + 2_000_000_000L;
        long read = 0;
        while (read < written && System.nanoTime() < deadline) {
            int count = engine.read(read, page);
            if (count == 0) {
                throw new IOException("nothing to read at " + read + " of " + written);
            }
            read += count;
        }
        return read * 1e9 / (System.nanoTime() - from);
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
