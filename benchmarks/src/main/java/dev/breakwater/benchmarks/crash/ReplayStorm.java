package dev.breakwater.benchmarks.crash;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.load.Audience;
import dev.breakwater.benchmarks.load.LoadClient;
import dev.breakwater.benchmarks.load.LoadReport;
import dev.breakwater.benchmarks.load.Publisher;
import dev.breakwater.benchmarks.load.RunClock;
import dev.breakwater.benchmarks.load.Schedule;
import dev.breakwater.benchmarks.measure.JvmProbe;
import dev.breakwater.benchmarks.targets.RunningTarget;
import dev.breakwater.benchmarks.targets.TargetOptions;
import dev.breakwater.benchmarks.targets.Targets;
import dev.breakwater.sse.HubConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Many clients that come back at once, and again when they are told to, far behind, on a journal of which memory holds
 * next to nothing: how long until all have caught up, what it costs the heap, and what live clients of another topic notice.
 * Undisturbed, for time and latency, in rounds, for in the first one the server is cold; and once more with full collections
 * all the time, for the heap that is really in use.
 */
public final class ReplayStorm {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int PREPARING_DEPTH = 32;
    private static final double MEGABYTE = 1 << 20;

    private final int clients;
    private final int behind;
    private final int dataSize;
    private final double liveRate;
    private final int liveClients;
    private final boolean together;
    private final int acceptRate;
    private final boolean behindOthers;
    private final int rounds;
    private final TargetOptions target;

    private ReplayStorm(Arguments arguments) {
        clients = arguments.integer("clients", 5_000);
        behind = arguments.integer("behind", 2_000);
        dataSize = arguments.integer("data-size", 200);
        liveRate = arguments.number("live-rate", 100);
        liveClients = arguments.integer("live-clients", 20);
        together = arguments.integer("together", 0) != 0;
        acceptRate =
                arguments.integer("accept-rate", HubConfig.builder().build().acceptRate());
        behindOthers = arguments.integer("behind-others", 1) != 0;
        rounds = arguments.integer("rounds", 2);
        target = new TargetOptions(
                1,
                1,
                Path.of(""),
                arguments.path("breakwater-jar", "jetty-base/target/breakwater.jar"),
                Path.of(""),
                Path.of(""),
                Path.of(""),
                arguments.text("server-cpus", ""),
                arguments.words("java-options", "-Xmx512m -XX:MaxGCPauseMillis=10 -XX:MaxTenuringThreshold=1"),
                List.of(),
                Map.of(
                        "breakwater.admission",
                        "on",
                        "breakwater.accept-rate",
                        Integer.toString(acceptRate),
                        "breakwater.retention.events",
                        "100",
                        "breakwater.server-topics",
                        "off"));
    }

    /** The command. */
    public static void run(Arguments arguments) throws IOException, InterruptedException {
        ReplayStorm storm = new ReplayStorm(arguments);
        arguments.rejectUnread();
        storm.measure();
    }

    private void measure() throws IOException, InterruptedException {
        try (RunningTarget running =
                new Targets(target).named("breakwater-journal").start()) {
            for (int round = 1; round <= rounds; round++) {
                System.out.println("round " + round);
                round(running, "timed" + round, false);
            }
        }
        try (RunningTarget running =
                new Targets(target).named("breakwater-journal").start()) {
            round(running, "collecting", true);
        }
    }

    private void round(RunningTarget running, String name, boolean collecting)
            throws IOException, InterruptedException {
        InetSocketAddress server = running.audience(1, 0, 1).server();
        String topic = name + "/history";
        long history;
        try (Publisher publisher = running.publisher(topic, dataSize, PREPARING_DEPTH)) {
            history = publish(publisher, behind);
        }
        String liveTopic = name + "/live";
        Audience live = new Audience(server, "/events?topic=" + liveTopic, liveClients, 0, 1_000);
        Audience returning = new Audience(
                server,
                List.of("/events?topic=" + topic + "&lastEventId=" + beginning(server, topic)),
                clients,
                0,
                acceptRate,
                true);
        try (LoadClient watching = LoadClient.open(live, LIMIT);
                Publisher publisher = running.publisher(liveTopic, dataSize, 1)) {
            long[] delays = beThereOnce(watching, publisher, server, topic);
            LoadReport quiet = watch(watching, publisher, Duration.ofSeconds(5));
            if (collecting) {
                heap(running, returning, delays, history);
            } else {
                time(watching, publisher, returning, delays, quiet, history);
            }
        }
    }

    /** Publishes so many events, or some more, in little spurts: the server may be cold. Returns how many. */
    private static long publish(Publisher publisher, int events) {
        while (publisher.lastSequence() < events) {
            long from = RunClock.now();
            publisher
                    .publish(new Schedule(2_000, from, from, from + 100_000_000))
                    .join();
        }
        return publisher.lastSequence();
    }

    /** Who comes back has been there: all connect once, in their own time, follow what is new, and are cut. */
    private long[] beThereOnce(LoadClient watching, Publisher publisher, InetSocketAddress server, String topic)
            throws IOException, InterruptedException {
        long[] delays;
        Audience before = new Audience(server, List.of("/events?topic=" + topic), clients, 0, acceptRate, true);
        try (LoadClient present = LoadClient.open(before, LIMIT)) {
            watch(watching, publisher, Duration.ofSeconds(20)); // they are told when to come back, with a heartbeat
            delays = together ? new long[clients] : present.retryMillis();
        }
        watch(watching, publisher, Duration.ofSeconds(5)); // the server finds them gone
        return delays;
    }

    private LoadReport watch(LoadClient watching, Publisher publisher, Duration time) {
        long from = RunClock.now();
        long to = from + time.toNanos();
        watching.measure(from, to);
        publisher.publish(new Schedule(liveRate, from, from, to)).join();
        return watching.report();
    }

    private void time(
            LoadClient watching, Publisher publisher, Audience returning, long[] delays, LoadReport quiet, long history)
            throws IOException, InterruptedException {
        long from = RunClock.now();
        watching.measure(from, Long.MAX_VALUE);
        CompletableFuture<?> publishing = publisher.publish(new Schedule(liveRate, from, from, from + LIMIT.toNanos()));
        try (LoadClient storm = LoadClient.comeBack(returning, delays, behindOthers, LIMIT)) {
            double opened = (RunClock.now() - from) / 1e9;
            boolean caughtUp = storm.awaitSequence(history, LIMIT);
            double seconds = (RunClock.now() - from) / 1e9;
            LoadReport during = watching.report();
            LoadReport report = storm.report();
            System.out.printf(
                    "%d clients, back %s, %d events of %d bytes behind, let in at %d/s, their thread %s: %s%n",
                    clients,
                    together ? "all at once" : "when they were told to",
                    behind,
                    dataSize,
                    acceptRate,
                    behindOthers ? "behind all others" : "like all others",
                    verdict(report, caughtUp, history));
            System.out.printf(
                    "all open after %.1f s, all caught up after %.1f s: %,.0f events/s%n",
                    opened, seconds, report.deliveries() / seconds);
            System.out.printf(
                    "live, %.0f events/s to %d clients of another topic: quiet p50 %.1f ms, p99 %.1f ms;"
                            + " during the storm p50 %.1f ms, p99 %.1f ms; losses %d, repeats %d%n",
                    liveRate,
                    liveClients,
                    quiet.latencyMillis(50),
                    quiet.latencyMillis(99),
                    during.latencyMillis(50),
                    during.latencyMillis(99),
                    during.losses(),
                    during.repeats());
        } finally {
            publisher.close();
            publishing.handle((done, closed) -> done).join();
        }
    }

    private void heap(RunningTarget running, Audience returning, long[] delays, long history)
            throws IOException, InterruptedException {
        try (JvmProbe probe = running.probe().orElseThrow()) {
            AtomicBoolean stopping = new AtomicBoolean();
            long[] most = new long[2];
            Thread collecting = new Thread(
                    () -> {
                        while (!stopping.get()) {
                            most[0] = Math.max(most[0], probe.heapInUse());
                            most[1] = Math.max(most[1], probe.directBytes());
                        }
                    },
                    "collecting");
            collecting.start();
            try (LoadClient storm = LoadClient.comeBack(returning, delays, behindOthers, LIMIT)) {
                boolean caughtUp = storm.awaitSequence(history, LIMIT);
                stopping.set(true);
                collecting.join();
                LoadReport report = storm.report();
                probe.collectGarbage();
                double idle = probe.heapBytes() / MEGABYTE;
                System.out.printf(
                        "with full collections all the time: %s; heap in use %.1f MB at most during the storm, %.1f MB with"
                                + " the same %d streams idle after it: %.1f MB more; direct buffers %.1f MB at most%n",
                        verdict(report, caughtUp, history),
                        most[0] / MEGABYTE,
                        idle,
                        clients,
                        most[0] / MEGABYTE - idle,
                        most[1] / MEGABYTE);
            } finally {
                stopping.set(true);
            }
        }
    }

    private String verdict(LoadReport report, boolean caughtUp, long history) {
        boolean complete = caughtUp
                && report.deliveries() == clients * history
                && report.losses() + report.repeats() + report.reorders() + report.gapEvents() + report.closes() == 0;
        return complete
                ? "each got its " + history + ", no loss, repeat or reorder"
                : "NOT COMPLETE: " + report.deliveries() + " deliveries, losses " + report.losses() + ", repeats "
                        + report.repeats() + ", reorders " + report.reorders() + ", gaps " + report.gapEvents()
                        + ", closes " + report.closes();
    }

    /** The id before the topic's first event. */
    private static String beginning(InetSocketAddress server, String topic) throws IOException {
        URL url = new URL("http", server.getHostString(), server.getPort(), "/events?from=earliest&topic=" + topic);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(url.openStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    return line.substring("id: ".length());
                }
            }
        }
        throw new IOException("the stream told no id");
    }
}
