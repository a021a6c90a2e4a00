package dev.breakwater.benchmarks.herd;

import dev.breakwater.benchmarks.load.Arrivals;
import dev.breakwater.benchmarks.load.Arrivals.What;
import dev.breakwater.benchmarks.load.HerdClient;
import dev.breakwater.benchmarks.load.HerdTally;
import dev.breakwater.benchmarks.load.HerdTally.Phase;
import dev.breakwater.benchmarks.measure.FlightRecordings;
import dev.breakwater.benchmarks.targets.RestartableBreakwater;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;

/** One server that goes and comes back, with one way of telling clients when. */
final class HerdRun {
    private static final String PATH = "/events?topic=herd";
    private static final int QUIET_MILLIS = 10_000;
    private static final int AFTER_MILLIS = 3_000;

    private final HerdOptions options;
    private final String mode;
    private final Arrivals arrivals = new Arrivals();
    private final HerdTally tally = new HerdTally(arrivals);

    /** Of the few on a thread of their own, which does not keep them waiting as the herd's own may. */
    private final HerdTally probes = new HerdTally(arrivals);

    private long goneAt;
    private long backAt;
    private long allBackAt;

    HerdRun(HerdOptions options, String mode) {
        this.options = options;
        this.mode = mode;
    }

    private Map<String, String> properties() {
        Map<String, String> properties = new TreeMap<>(Map.of(
                "breakwater.server-topics", "off",
                "breakwater.heartbeat", "5s",
                "breakwater.accept-rate", Integer.toString(options.acceptRate())));
        if (mode.equals("measured")) {
            properties.put("breakwater.accept-rate", "auto");
        }
        if (mode.equals("fixed")) {
            // What every other server does: one delay for all, everybody let in, no drain.
            properties.put("breakwater.retry.floor", "3s");
            properties.put("breakwater.retry.ceiling", "3s");
            properties.put("breakwater.admission", "off");
            properties.put("breakwater.drain.window", "0");
        }
        return properties;
    }

    Map<String, Object> run() throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        options.data().ifPresent(data -> arguments.addAll(List.of("--data", data + "-" + mode)));
        try (FlightRecordings recordings = new FlightRecordings();
                RestartableBreakwater server =
                        new RestartableBreakwater(options.jar(), javaOptions(recordings), properties(), arguments);
                HerdClient herd = herd(server, "herd", options.clients() - options.probes(), tally);
                HerdClient probe = herd(server, "probes", options.probes(), probes);
                HerdPublisher publisher = new HerdPublisher(server, options.eventRate())) {
            herd.start();
            probe.start();
            publisher.start();
            await(() -> arrivals.open() == options.clients(), "not all clients came in at first");
            Thread.sleep(Math.max(0, options.settling().toMillis() - QUIET_MILLIS));
            phase(Phase.QUIET);
            Thread.sleep(QUIET_MILLIS);
            phase(Phase.NONE);
            goneAt = arrivals.nowMillis();
            takeAway(server);
            server.restart();
            backAt = arrivals.nowMillis();
            phase(Phase.HERD);
            await(() -> arrivals.open() == options.clients(), "not all clients came back");
            allBackAt = arrivals.nowMillis();
            phase(Phase.NONE);
            Thread.sleep(AFTER_MILLIS);
            publisher.close();
            Thread.sleep(AFTER_MILLIS);
            herd.close();
            probe.close();
            server.terminate();
            return results(publisher, recordings.mostOpenedInAnySecond());
        }
    }

    private List<String> javaOptions(FlightRecordings recordings) {
        List<String> javaOptions = new ArrayList<>(options.javaOptions());
        javaOptions.add(recordings.javaOption());
        return javaOptions;
    }

    /** In proportion to its part of all clients, so that all parts come in during the same time. */
    private HerdClient herd(RestartableBreakwater server, String name, int clients, HerdTally to) throws IOException {
        double opensPerSecond = options.acceptRate() * 0.9 * clients / options.clients();
        return new HerdClient(name, server.address(), PATH, clients, opensPerSecond, to);
    }

    private void phase(Phase phase) {
        tally.phase(phase);
        probes.phase(phase);
    }

    private void takeAway(RestartableBreakwater server) throws IOException, InterruptedException {
        if (options.ending().equals("kill")) {
            server.kill();
            return;
        }
        if (!mode.equals("fixed")) {
            HttpRequest drain = HttpRequest.newBuilder(
                            server.uri("/admin/drain?window=" + options.window().toMillis() + "ms"))
                    .header("Authorization", "Bearer " + server.token())
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> begun = HttpClient.newHttpClient().send(drain, HttpResponse.BodyHandlers.ofString());
            if (begun.statusCode() != 202) {
                throw new IOException("the drain was not begun: " + begun.body());
            }
            await(() -> arrivals.open() == 0, "not all streams were drained");
        }
        server.terminate();
    }

    private void await(BooleanSupplier condition, String otherwise) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + options.limit().toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IOException(otherwise + " within " + options.limit() + ": " + arrivals.open() + " of "
                        + options.clients() + " are open");
            }
            Thread.sleep(20);
        }
    }

    private Map<String, Object> results(HerdPublisher publisher, int mostOpenedInAnySecond) {
        Map<String, Object> results = new LinkedHashMap<>();
        results.put("mode", mode);
        results.put("ending", options.ending());
        results.put("clients", options.clients());
        results.put("acceptRate", options.acceptRate());
        results.put("peakAcceptedInAnySecond", mostOpenedInAnySecond);
        results.put("peakSeenInAnySecond", arrivals.peakInAnySecond(What.ACCEPTED, goneAt));
        results.put("peakAttemptsInAnySecond", arrivals.peakInAnySecond(What.ATTEMPT, goneAt));
        results.put("secondsAway", (backAt - goneAt) / 1e3);
        results.put("secondsUntilAllWereBack", (allBackAt - backAt) / 1e3);
        results.put("allowedSeconds", 1.5 * options.clients() / options.acceptRate());
        results.put("deferred", arrivals.between(What.DEFERRED, goneAt, arrivals.lastMillis(What.ATTEMPT) + 1_000));
        results.put("refusedConnections", arrivals.between(What.REFUSED, goneAt, allBackAt));
        results.put("gaveUpForGood", sum(HerdTally::clientsThatGaveUp));
        results.put("acknowledgedEvents", publisher.acknowledgedCount());
        results.put("deliveries", sum(HerdTally::deliveries));
        results.put("lostInSilence", sum(each -> each.lost(publisher::acknowledged)));
        results.put("repeatedOrReordered", sum(HerdTally::repeatedOrReorderedEvents));
        results.put("gapsTold", sum(HerdTally::gaps));
        for (Phase phase : List.of(Phase.QUIET, Phase.HERD)) {
            String when = phase == Phase.QUIET ? "Quiet" : "Herd";
            results.put("p50Millis" + when, tally.latencyMillis(phase, 0.5));
            results.put("p99Millis" + when, tally.latencyMillis(phase, 0.99));
            results.put("probesP50Millis" + when, probes.latencyMillis(phase, 0.5));
            results.put("probesP99Millis" + when, probes.latencyMillis(phase, 0.99));
            results.put("longestPassMillisOfClient" + when, tally.longestPassMillis(phase));
            results.put("longestPassMillisOfProbes" + when, probes.longestPassMillis(phase));
        }
        results.put("acceptedPerSecond", arrivals.perSecond(What.ACCEPTED, goneAt, allBackAt + 1_000));
        results.put("attemptsPerSecond", arrivals.perSecond(What.ATTEMPT, goneAt, allBackAt + 1_000));
        return results;
    }

    /** What must be true of our own way; empty if all of it is. */
    static List<String> faults(Map<String, Object> results, boolean durable) {
        List<String> faults = new ArrayList<>();
        long clients = number(results, "clients");
        require(number(results, "gaveUpForGood") == 0, "clients gave up for good", faults);
        require(number(results, "lostInSilence") == 0, "events were lost in silence", faults);
        require(number(results, "repeatedOrReordered") == 0, "events came twice or out of order", faults);
        require(
                durable ? number(results, "gapsTold") == 0 : number(results, "gapsTold") >= clients,
                durable
                        ? "gaps were told of a history that is kept"
                        : "history was lost, and not every client was told",
                faults);
        if (results.get("mode").equals("governed")) {
            require(
                    number(results, "peakAcceptedInAnySecond") <= 1.1 * number(results, "acceptRate"),
                    "more were let in than 1.1 times the rate",
                    faults);
        }
        if (!results.get("mode").equals("fixed")) {
            require(
                    ((Number) results.get("secondsUntilAllWereBack")).doubleValue()
                            <= ((Number) results.get("allowedSeconds")).doubleValue(),
                    "it took longer than 1.5 times population by rate",
                    faults);
            require(
                    ((Number) results.get("p99MillisHerd")).doubleValue()
                            <= 3 * ((Number) results.get("p99MillisQuiet")).doubleValue(),
                    "events took longer than 3 times as long as in quiet to the streams that were open",
                    faults);
        }
        return faults;
    }

    private long sum(ToLongFunction<HerdTally> count) {
        return count.applyAsLong(tally) + count.applyAsLong(probes);
    }

    private static long number(Map<String, Object> results, String name) {
        return ((Number) results.get(name)).longValue();
    }

    private static void require(boolean holds, String fault, List<String> faults) {
        if (!holds) {
            faults.add(fault);
        }
    }
}
