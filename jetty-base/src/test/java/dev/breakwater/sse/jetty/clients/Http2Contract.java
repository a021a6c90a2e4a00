package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.sse.jetty.process.Alone;
import dev.breakwater.sse.jetty.process.Breakwater;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Very many streams of one page, over HTTP/2 with TLS. */
@Alone
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Http2Contract {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern TLS = Pattern.compile("HTTP/2 with TLS: (https://\\S+/)");
    private static final ObjectMapper JSON = new ObjectMapper();
    /**
     * More than the beginning of a connection takes: browsers may keep a spare one, begun before they knew that HTTP/2 would
     * be spoken, on which nothing else comes.
     */
    private static final int HANDSHAKE_BYTES = 8 << 10;

    private static final int STREAMS = 150;
    private static final int ATTEMPTS = 3;
    private static final double MEDIAN_MILLIS = 50;
    private static final double P99_MILLIS = 250;

    @TempDir
    private static Path directory;

    private Browser browser;
    private Breakwater server;
    private Relay network;
    private Browser.Tab tab;

    /** Starts the browser, which needs an empty directory. */
    abstract Browser start(Path profile) throws Exception;

    abstract void quit();

    /** Whether the browser stops to take a response that its page does not read, after some megabytes. */
    boolean holdsBackWhatIsNotRead() {
        return true;
    }

    @BeforeAll
    void startBrowser() throws Exception {
        browser = start(directory);
    }

    @AfterAll
    void quitBrowser() {
        quit();
    }

    @BeforeEach
    void openPage() throws Exception {
        server = Breakwater.start(
                Map.of("BREAKWATER_SERVER_TOPICS", "off", "BREAKWATER_RETENTION_BYTES", "128MiB"),
                "--port",
                "0",
                "--tls-port",
                "0");
        network = new Relay(URI.create(server.program().awaitOut(TLS)));
        tab = browser.newTab();
        tab.open(network.tlsUrl().resolve("client/breakwater.js"));
    }

    @AfterEach
    void closePage() throws Exception {
        tab.close();
        network.close();
        server.close();
    }

    /** Opens event sources that note how long each event was on its way, in milliseconds. */
    private void openSources(int count, String topic) throws Exception {
        tab.evaluate("""
                window.delays = [];
                window.sources = Array.from({ length: %d }, () => new EventSource('/events?topic=%s'));
                sources.forEach(source => {
                  source.onmessage = ({ data }) => delays.push(Date.now() - data);
                });
                ''
                """.formatted(count, topic));
        await().atMost(SOON).until(() -> server.metric("breakwater_streams_open") >= count);
    }

    private double[] delays() throws Exception {
        JsonNode read = JSON.readTree(tab.evaluate("JSON.stringify(delays)"));
        return StreamSupport.stream(read.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .sorted()
                .toArray();
    }

    private void publishTimes(String topic, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            assertThat(server.publish(topic, Long.toString(System.currentTimeMillis()))
                            .statusCode())
                    .isEqualTo(201);
            Thread.sleep(10);
        }
    }

    @Test
    void manyStreams_ofOnePage_shareOneConnection_andAFetchBesideThemIsFast() throws Exception {
        openSources(STREAMS, "a");
        publishTimes("a", 1);
        await().atMost(SOON).until(() -> delays().length == STREAMS);
        assertThat(network.carrying(HANDSHAKE_BYTES)).isEqualTo(1);

        JsonNode fetches = fetched();
        // A machine that is slow for a moment is asked again.
        for (int attempt = 1; attempt < ATTEMPTS && fetches.path("median").asDouble() >= MEDIAN_MILLIS; attempt++) {
            fetches = fetched();
        }
        System.out.println("a fetch beside " + STREAMS + " streams of one connection: " + fetches);
        assertThat(fetches.path("protocol").asText()).isEqualTo("h2");
        assertThat(fetches.path("median").asDouble()).isLessThan(MEDIAN_MILLIS);
        assertThat(network.carrying(HANDSHAKE_BYTES)).isEqualTo(1);
    }

    /** How long a fetch takes, of some the median in milliseconds, and by which protocol it goes. */
    private JsonNode fetched() throws Exception {
        return JSON.readTree(tab.evaluate("""
                (async () => {
                  const millis = [];
                  for (let i = 0; i < 20; i++) {
                    const start = performance.now();
                    await (await fetch('/health/live?' + Math.random())).text();
                    millis.push(performance.now() - start);
                  }
                  const [{ nextHopProtocol }] = performance.getEntriesByType('resource').slice(-1);
                  millis.sort((a, b) => a - b);
                  return JSON.stringify({ median: millis[10], protocol: nextHopProtocol });
                })()
                """));
    }

    @Test
    void streamThatStalls_delaysNoneOfItsSiblings() throws Exception {
        openSources(20, "a");
        tab.evaluate("""
                (async () => {
                  window.stalled = (await fetch('/events?topic=flood')).body.getReader();
                  return '';
                })()
                """);
        String large = "x".repeat(512 << 10);
        for (int i = 0; i < 80; i++) {
            assertThat(server.publish("flood", large).statusCode()).isEqualTo(201);
        }
        if (holdsBackWhatIsNotRead()) {
            await().atMost(SOON).until(() -> server.metric("breakwater_lag_slowest") > 0);
        }

        double[] sorted = measured();
        for (int attempt = 1; attempt < ATTEMPTS && !isPrompt(sorted); attempt++) {
            sorted = measured();
        }

        System.out.println("delay beside a stalled stream of the same connection: median " + sorted[1_000] + " ms, p99 "
                + sorted[1_980] + " ms, longest " + sorted[1_999] + " ms; the stalled one is "
                + server.metric("breakwater_lag_slowest") + " events behind");
        assertThat(server.metric("breakwater_lag_slowest") > 0).isEqualTo(holdsBackWhatIsNotRead());
        assertThat(network.carrying(HANDSHAKE_BYTES)).isEqualTo(1);
        assertThat(sorted[1_000]).isLessThan(MEDIAN_MILLIS);
        assertThat(sorted[1_980]).isLessThan(P99_MILLIS);
    }

    /** The delays of a hundred more events, on twenty streams. */
    private double[] measured() throws Exception {
        tab.evaluate("delays.length = 0; ''");
        publishTimes("a", 100);
        await().atMost(SOON).until(() -> delays().length == 2_000);
        return delays();
    }

    private static boolean isPrompt(double[] sorted) {
        return sorted[1_000] < MEDIAN_MILLIS && sorted[1_980] < P99_MILLIS;
    }
}
