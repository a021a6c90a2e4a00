package dev.breakwater.benchmarks.stores;

import dev.breakwater.benchmarks.arguments.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Durable appends by several publishers, each awaiting its answer, and paged reading of what they wrote; in turns. */
public final class Stores {
    private interface Maker {
        Contender open(Path directory) throws IOException;
    }

    private static final Map<String, Maker> ALL = new LinkedHashMap<>();

    static {
        ALL.put("mvstore", directory -> new Grouped(new MvStoreEngine(directory)));
        ALL.put("rocksdb", directory -> new Grouped(new RocksEngine(directory)));
        ALL.put("file", directory -> new Grouped(new PlainFileEngine(directory)));
        ALL.put("journal", JournalContender::new);
        ALL.put("redis", RedisContender::new);
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

    /** Runs all stores in turns. */
    public static void run(Arguments arguments) throws IOException, InterruptedException {
        Stores stores = new Stores(arguments);
        int rounds = arguments.integer("rounds", 3);
        List<String> names = arguments.list("engines", String.join(",", ALL.keySet()));
        arguments.rejectUnread();
        System.out.println("| store | appended/s | read/s | bytes on disk for each event |\n|---|---|---|---|");
        for (int round = 0; round < rounds; round++) {
            for (String name : names) {
                stores.measure(name);
            }
        }
    }

    private void measure(String name) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory(parent.toAbsolutePath(), "stores-");
        try (Contender store = ALL.get(name).open(directory)) {
            LongAdder acknowledged = new LongAdder();
            AtomicBoolean stopping = new AtomicBoolean();
            List<Thread> threads = publish(store, acknowledged, stopping);
            Thread.sleep(warmUp.toMillis());
            long before = acknowledged.sum();
            long from = System.nanoTime();
            Thread.sleep(measured.toMillis());
            double rate = (acknowledged.sum() - before) * 1e9 / (System.nanoTime() - from);
            stopping.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            long written = acknowledged.sum();
            double read = read(store, written);
            System.out.printf("| %s | %,.0f | %,.0f | %.0f |%n", name, rate, read, (double) size(directory) / written);
        } finally {
            delete(directory);
        }
    }

    private List<Thread> publish(Contender store, LongAdder acknowledged, AtomicBoolean stopping) throws IOException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < publishers; i++) {
            Contender.Appender appender = store.appender();
            Thread thread = new Thread(
                    () -> {
                        byte[] event = new byte[bytes];
                        try (appender) {
                            while (!stopping.get()) {
                                for (int b = 0; b < bytes; b++) { // text, as events are, that compression does not like
                                    event[b] = (byte)
                                            (' ' + ThreadLocalRandom.current().nextInt(95));
                                }
                                appender.append(event);
                                acknowledged.increment();
                            }
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    "publisher-" + i);
            thread.start();
            threads.add(thread);
        }
        return threads;
    }

    /** Reads all, for two seconds at most. */
    private double read(Contender store, long written) throws IOException {
        long from = System.nanoTime();
        long deadline = from + 2_000_000_000L;
        long read = 0;
        while (read < written && System.nanoTime() < deadline) {
            int count = store.readOn(page);
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
                Files.deleteIfExists(file);
            }
        }
    }
}
