package dev.breakwater.benchmarks.herd;

import dev.breakwater.benchmarks.load.Arrivals;
import dev.breakwater.benchmarks.load.Arrivals.What;
import dev.breakwater.benchmarks.load.HerdClient;
import dev.breakwater.benchmarks.load.HerdTally;
import dev.breakwater.benchmarks.measure.JvmProbe;
import dev.breakwater.benchmarks.targets.RestartableBreakwater;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One server with a journal for a long time: clients come and go, some do not read, and it is started again after a third of
 * the time, drained, and after two thirds, killed.
 */
final class Soak {
    private static final String PATH = "/events?topic=herd";
    private static final String BROKE_OFF = "brokeOff";
    /** At most; what has not come by then may come later, and is not called lost. */
    private static final long LAST_DELIVERIES_MILLIS = 10_000;

    private static final double BYTES_OF_MEGABYTE = 1024 * 1024;

    private final SoakOptions options;
    private final Path data;
    private final Arrivals arrivals = new Arrivals();
    private final HerdTally tally = new HerdTally(arrivals);
    private final List<Sample> samples = new ArrayList<>();
    private final List<Double> restarts = new ArrayList<>();
    private Optional<String> brokeOff = Optional.empty();

    /** The server at one moment; the heap only after a full collection, in MB. */
    record Sample(
            double seconds, double pssMegabytes, long threads, long descriptors, int streams, Optional<Double> heap) {
        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("seconds", seconds);
            map.put("pssMegabytes", pssMegabytes);
            map.put("threads", threads);
            map.put("descriptors", descriptors);
            map.put("streams", streams);
            heap.ifPresent(megabytes -> map.put("heapMegabytesAfterCollection", megabytes));
            return map;
        }
    }

    Soak(SoakOptions options, Path data) {
        this.options = options;
        this.data = data;
    }

    List<Sample> samples() {
        return samples;
    }

    /** What its samples say; to be called after {@link #run}. */
    Flatness flatness() {
        return new Flatness(samples, restarts, arrivals.nowMillis() / 1e3);
    }

    Map<String, Object> run() throws IOException, InterruptedException {
        Map<String, String> properties = Map.of(
                "breakwater.server-topics", "off",
                "breakwater.heartbeat", "15s",
                "breakwater.accept-rate", Integer.toString(options.acceptRate()));
        List<String> arguments = List.of("--data", data.toString());
        String padding = " " + "x".repeat(options.dataSize() - 1);
        try (RestartableBreakwater server =
                        new RestartableBreakwater(options.jar(), options.javaOptions(), properties, arguments);
                HerdClient herd = new HerdClient(
                        "soak",
                        server.address(),
                        PATH,
                        options.clients(),
                        options.acceptRate() * 0.9,
                        options.habits(),
                        tally);
                HerdPublisher publisher = new HerdPublisher(server, options.eventRate(), padding)) {
            herd.start();
            publisher.start();
            long third = options.duration().toMillis() / 3;
            try {
                watch(server, third);
                restart(server, true);
                watch(server, third);
                restart(server, false);
                watch(server, third);
            } catch (IOException | RuntimeException e) {
                // What was seen until then is worth more than nothing after half an hour.
                brokeOff = Optional.of(String.valueOf(e.getMessage()));
            }
            publisher.close();
            Thread.sleep(Math.min(third, LAST_DELIVERIES_MILLIS));
            herd.close();
            return results(publisher);
        }
    }

    private void restart(RestartableBreakwater server, boolean drained) throws IOException, InterruptedException {
        restarts.add(arrivals.nowMillis() / 1e3);
        if (drained) {
            server.terminate();
        } else {
            server.kill();
        }
        server.restart();
    }

    /** A start that takes long on a busy machine is not taken from what is watched. */
    private void watch(RestartableBreakwater server, long millis) throws IOException, InterruptedException {
        try (JvmProbe probe = server.probe()) {
            long untilMillis = arrivals.nowMillis() + millis;
            long collectAt = arrivals.nowMillis() + options.collecting().toMillis();
            while (arrivals.nowMillis() < untilMillis) {
                Thread.sleep(Math.min(options.sampling().toMillis(), Math.max(1, untilMillis - arrivals.nowMillis())));
                Optional<Double> heap = Optional.empty();
                if (arrivals.nowMillis() >= collectAt) {
                    heap = Optional.of(probe.heapInUse() / BYTES_OF_MEGABYTE);
                    collectAt += options.collecting().toMillis();
                }
                Sample sample = new Sample(
                        arrivals.nowMillis() / 1e3,
                        server.processes().pssBytes() / BYTES_OF_MEGABYTE,
                        server.processes().threads(),
                        server.processes().descriptors(),
                        arrivals.open(),
                        heap);
                samples.add(sample);
                System.err.println(sample.toMap());
            }
        }
    }

    private Map<String, Object> results(HerdPublisher publisher) {
        long millis = arrivals.nowMillis();
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("seconds", millis / 1e3);
        results.put("clients", options.clients());
        results.put("restartsAtSeconds", restarts);
        results.put("acknowledgedEvents", publisher.acknowledgedCount());
        results.put("deliveries", tally.deliveries());
        results.put("streamsOpened", arrivals.between(What.ACCEPTED, 0, millis));
        results.put("deferred", arrivals.between(What.DEFERRED, 0, millis));
        results.put("gaveUpForGood", tally.clientsThatGaveUp());
        results.put("lostInSilence", tally.lost(publisher::acknowledged));
        results.put("repeatedOrReordered", tally.repeatedOrReorderedEvents());
        results.put("gapsTold", tally.gaps());
        brokeOff.ifPresent(reason -> results.put(BROKE_OFF, reason));
        results.put("samples", samples.stream().map(Sample::toMap).toList());
        return results;
    }

    /** What must be true; empty if all of it is. */
    static List<String> faults(Map<String, Object> results) {
        return List.of("gaveUpForGood", "lostInSilence", "repeatedOrReordered", "gapsTold", BROKE_OFF).stream()
                .filter(name -> !results.getOrDefault(name, 0L).toString().equals("0"))
                .map(name -> name + ": " + results.get(name))
                .toList();
    }
}
