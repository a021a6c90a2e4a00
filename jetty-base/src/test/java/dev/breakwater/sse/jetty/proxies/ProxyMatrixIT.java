package dev.breakwater.sse.jetty.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Alone;
import dev.breakwater.sse.jetty.process.Breakwater;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every proxy, as it is and as the documentation configures it, over HTTP/1.1 and HTTP/2: all ways at once, each with one
 * client, which must get every event once and in order whatever is restarted. Writes the documentation's table.
 */
@Alone
@Timeout(300)
class ProxyMatrixIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Of every proxy, while the default is a minute or so. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration PROMPT = Duration.ofMillis(50);
    private static final Duration BETWEEN = Duration.ofMillis(220);
    private static final int MEASURED = 21;
    private static final int ATTEMPTS = 3;
    private static final String TOPIC = "events?topic=matrix";
    private static final Path TABLE = Path.of("target", "proxy-matrix.md");

    @RegisterExtension
    final Proxies proxies = new Proxies();

    @TempDir
    private Path data;

    @TempDir
    private Path keys;

    private final int port = FreePorts.next();
    private final int tlsPort = FreePorts.next();
    private final List<Way> ways = new ArrayList<>();
    private int published;
    private Certificate certificate;
    private Breakwater server;
    private StreamClient direct;

    /** With TLS too, for forward proxies make a tunnel of that. */
    private void startServer(String heartbeat) {
        server = Breakwater.start(
                Map.of(
                        "BREAKWATER_DATA", data.toString(),
                        "BREAKWATER_TOKEN", "token-of-the-test",
                        "BREAKWATER_HEARTBEAT", heartbeat,
                        "BREAKWATER_RETRY_FLOOR", "500ms",
                        "BREAKWATER_RETRY_CEILING", "500ms",
                        "BREAKWATER_SERVER_TOPICS", "off"),
                "--port",
                Integer.toString(port),
                "--tls-port",
                Integer.toString(tlsPort),
                "--tls-certificate",
                certificate.certificate().toString(),
                "--tls-key",
                certificate.key().toString());
    }

    private void open() throws Exception {
        direct = new StreamClient(HttpClient.newHttpClient(), server.url().resolve(TOPIC), HttpClient.Version.HTTP_1_1);
        for (ProxyProgram program : ProxyProgram.values()) {
            for (boolean documented : new boolean[] {false, true}) {
                String configuration = documented ? Configurations.documented(program) : program.defaultConfiguration();
                Proxy proxy = proxies.start(
                        program, Configurations.impatient(program, configuration, IDLE_TIMEOUT), server.url());
                ways.add(
                        new Way(proxy, documented, HttpClient.Version.HTTP_1_1, documented && program.hasTls(), TOPIC));
                if (program.hasTls()) {
                    ways.add(new Way(proxy, documented, HttpClient.Version.HTTP_2, true, TOPIC));
                }
                if (program == ProxyProgram.SQUID) {
                    ways.add(new Way(
                            proxy,
                            documented,
                            HttpClient.Version.HTTP_2,
                            URI.create("https://127.0.0.1:" + tlsPort + '/').resolve(TOPIC),
                            proxy.client().sslContext(certificate.trust())));
                }
            }
        }
        await().atMost(SOON).until(() -> clients().allMatch(StreamClient::isPlaced));
    }

    private Stream<StreamClient> clients() {
        return Stream.concat(Stream.of(direct), ways.stream().map(Way::client));
    }

    private void publish(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            assertThat(server.publish("matrix", Integer.toString(published)).statusCode())
                    .isEqualTo(201);
            published++;
        }
    }

    private List<String> all() {
        return IntStream.range(0, published).mapToObj(Integer::toString).toList();
    }

    /** Whether all of these come to what is true of each within some time; the others are told. */
    private static List<Way> lacking(Stream<Way> some, Duration patience, Predicate<Way> holds) {
        List<Way> those = some.toList();
        try {
            await().atMost(patience).until(() -> those.stream().allMatch(holds));
        } catch (ConditionTimeoutException notAll) {
            // Those that do not are returned.
        }
        return those.stream().filter(holds.negate()).toList();
    }

    private boolean hasAll(Way way) {
        return way.client().data().equals(all());
    }

    private void note(String question, List<Way> notWell, String well, String bad) {
        ways.forEach(way -> way.note(question, !notWell.contains(way), notWell.contains(way) ? bad : well));
    }

    private Map<Way, Integer> count(ToIntFunction<StreamClient> what) {
        Map<Way, Integer> counts = new HashMap<>();
        ways.forEach(way -> counts.put(way, what.applyAsInt(way.client())));
        return counts;
    }

    @AfterEach
    void close() {
        ways.forEach(Way::close);
        if (direct != null) {
            direct.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void everyEvent_comesOnceAndInOrder_whateverIsRestarted() throws Exception {
        certificate = Certificate.create(keys);
        startServer("500ms");
        open();

        measureDelays();
        staySilent();
        restartProxies();
        restartServer();
        beCutForSilence();

        List<String> table = new ArrayList<>(List.of(
                "| proxy | configuration | HTTP | events later than without, median | silence of three timeouts"
                        + " | proxy restarted | server restarted | cut for silence |",
                "|---|---|---|---|---|---|---|---|"));
        ways.forEach(way -> table.add(way.row()));
        Files.write(TABLE, table);
        assertThat(direct.data()).isEqualTo(all());
        for (Way way : ways) {
            assertThat(way.client().data()).as("events " + way).isEqualTo(all());
        }
        assertThat(ways.stream().filter(Way::isDocumented).flatMap(way -> way.faults().stream()))
                .isEmpty();
    }

    /** A machine that is slow for a moment is asked again: the least of some medians counts. */
    private void measureDelays() throws Exception {
        Map<Way, Double> least = new HashMap<>();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int first = published;
            publishSeldom();
            for (Way way : ways) {
                least.merge(way, medianDelayMillis(way.client(), first), Math::min);
            }
            if (ways.stream().filter(Way::isDocumented).allMatch(way -> least.get(way) < PROMPT.toMillis())) {
                break;
            }
        }
        least.forEach((way, millis) ->
                way.note("delay", millis < PROMPT.toMillis(), String.format(Locale.ROOT, "%.1f ms", millis)));
    }

    /** So seldom that no event pushes the one before it out of a buffer. */
    private void publishSeldom() throws Exception {
        for (int i = 0; i < MEASURED; i++) {
            publish(1);
            letPass(BETWEEN);
        }
        assertThat(lacking(ways.stream(), SOON, this::hasAll))
                .as("ways on which events do not come at all")
                .isEmpty();
        await().atMost(SOON).until(() -> direct.data().equals(all()));
    }

    private double medianDelayMillis(StreamClient client, int first) {
        List<Long> without = direct.arrivals();
        List<Long> with = client.arrivals();
        double[] sorted = IntStream.range(first, published)
                .mapToDouble(i -> (with.get(i) - without.get(i)) / 1e6)
                .sorted()
                .toArray();
        return Math.max(0, sorted[sorted.length / 2]);
    }

    private static void letPass(Duration time) {
        await().pollDelay(time).atMost(time.plus(SOON)).until(() -> true);
    }

    /** Each has some attempts, for a machine that stands still for a moment is late with heartbeats. */
    private void staySilent() throws Exception {
        List<Way> cut = ways;
        for (int attempt = 0; attempt < ATTEMPTS && !cut.isEmpty(); attempt++) {
            Map<Way, Integer> before = count(StreamClient::streams);
            letPass(IDLE_TIMEOUT.multipliedBy(3).plusMillis(500));
            publish(1);
            assertThat(lacking(ways.stream(), SOON, this::hasAll)).isEmpty();
            cut = cut.stream()
                    .filter(way -> way.client().streams() > before.get(way))
                    .toList();
        }
        note("silence", cut, "lives", "cut");
    }

    private void restartProxies() throws Exception {
        List<Proxy> all = ways.stream().map(Way::proxy).distinct().toList();
        atOnce(all, Proxy::stop);
        publish(10);
        atOnce(all, Proxy::start);
        publish(10);
        note("proxy restarted", lacking(ways.stream(), SOON, this::hasAll), "all events", "events missing");
    }

    /** Some take seconds to end, and none needs a processor meanwhile. */
    private static void atOnce(List<Proxy> proxies, Consumer<Proxy> what) {
        proxies.stream()
                .map(proxy -> CompletableFuture.runAsync(() -> what.accept(proxy), task -> new Thread(task).start()))
                .toList()
                .forEach(CompletableFuture::join);
    }

    /** In the end it is silent for longer than any proxy has patience. */
    private void restartServer() throws Exception {
        Map<Way, Integer> failures = count(StreamClient::failures);
        Map<Way, Integer> errors = count(StreamClient::errors);
        Map<Way, Integer> comeBacks = count(StreamClient::comeBacks);
        server.close();
        await().atMost(SOON)
                .until(() -> ways.stream()
                        .allMatch(way -> way.client().errors() > errors.get(way)
                                || (way.isTunnel() && way.client().failures() > failures.get(way))
                                || way.client().comeBacks() > comeBacks.get(way)));
        startServer("30s");
        publish(10);
        List<Way> absent = lacking(ways.stream(), SOON, this::hasAll);
        for (Way way : ways) {
            boolean survives = way.client().errors() == errors.get(way);
            String words = survives ? "comes back" : way.client().lastError() + ": gives up";
            // A forward proxy's errors are its own.
            boolean well = (survives || (way.proxy().program() == ProxyProgram.SQUID && !way.isTunnel()))
                    && !absent.contains(way);
            way.note("server restarted", well, absent.contains(way) ? words + "; down for longer" : words);
        }
        // A proxy may leave a server alone for a minute that was down once; it is asked to forget it.
        absent.stream().map(Way::proxy).distinct().forEach(proxy -> {
            proxy.stop();
            proxy.start();
        });
        assertThat(lacking(ways.stream(), SOON, this::hasAll))
                .as("ways that do not come back, of %d events", published)
                .isEmpty();
    }

    private void beCutForSilence() throws Exception {
        Map<Way, Integer> before = count(StreamClient::streams);
        List<Way> uncut = lacking(
                ways.stream().filter(way -> way.proxy().program() != ProxyProgram.CADDY),
                SOON,
                way -> way.client().streams() > before.get(way));
        assertThat(uncut).as("ways on which silence is not cut").isEmpty();
        publish(10);
        List<Way> missing = lacking(ways.stream(), SOON, this::hasAll);
        for (Way way : ways) {
            String words = way.proxy().program() == ProxyProgram.CADDY ? "never cut" : "all events";
            way.note("cut for silence", !missing.contains(way), missing.contains(way) ? "events missing" : words);
        }
    }
}
