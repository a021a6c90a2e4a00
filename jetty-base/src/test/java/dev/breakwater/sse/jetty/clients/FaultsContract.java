package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Breakwater;
import dev.breakwater.sse.jetty.proxies.FreePorts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What may happen to the stream that two tabs share: nothing is lost, repeated or out of order. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultsContract {
    static final Duration SOON = Duration.ofSeconds(45);
    private static final int MEGABYTE = 1 << 20;
    private static final String TOKEN = "token-of-the-test";

    /**
     * A chunk that has no length, for which Firefox's own EventSource gives up for ever; less than was promised; lines and
     * bytes that are nothing.
     */
    private static final List<String> MALFORMED = List.of(
            "Transfer-Encoding: chunked\r\n\r\nno length\r\ndata: 7\n\n\r\n0\r\n\r\n",
            "Content-Length: 1000\r\n\r\ndata: 7\n",
            "\r\n\u0000\u00ff\u00fe nonsense\n\nid\u0000: 7\nretry: soon\n\nheartbeat: -1\nevent: a\n\ndata");

    @TempDir
    private static Path profile;

    private Browser browser;

    /** Of all tests, until one of them restarts it: that one has it for itself. */
    private @Nullable Breakwater server;

    private boolean restarted;

    /** Between the server and the pages, which share a stream. */
    Relay network;

    SourcePage first;
    SourcePage second;

    /** Starts the browser, which needs an empty directory. */
    abstract Browser start(Path profile) throws Exception;

    abstract void quit();

    @BeforeAll
    void startBrowser() throws Exception {
        browser = start(profile);
    }

    @AfterAll
    void quitBrowser() {
        quit();
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void openPages() throws Exception {
        if (server == null) {
            server = server(Map.of(), FreePorts.next());
        }
        network = new Relay(server.url());
        first = new SourcePage(browser.newTab(), network.url()).follow("{ topics: ['a', 'b'] }");
        second = new SourcePage(browser.newTab(), network.url()).follow("{ topics: ['a'] }");
        await().atMost(SOON).until(() -> first.isOpen() && second.isOpen());
    }

    @AfterEach
    void closePages() throws Exception {
        first.close();
        second.close();
        network.close();
        if (restarted) {
            server.close();
            server = null;
            restarted = false;
        }
    }

    private static Breakwater server(Map<String, String> more, int port) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "BREAKWATER_TOKEN",
                TOKEN,
                "BREAKWATER_HEARTBEAT",
                "1s",
                "BREAKWATER_RETRY_FLOOR",
                "500ms",
                "BREAKWATER_SERVER_TOPICS",
                "off",
                "BREAKWATER_MAX_EVENT_BYTES",
                "2MiB"));
        environment.putAll(more);
        return Breakwater.start(environment, "--port", Integer.toString(port));
    }

    /** Numbers, on two topics. */
    void publish(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            publish("a", Integer.toString(i));
            publish("b", Integer.toString(i));
        }
    }

    private void publish(String topic, String data) throws IOException, InterruptedException {
        HttpResponse<String> answer = server.publish(topic, data);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    /** Both pages have so many of their topics' numbers. */
    void awaitAll(int count) {
        await().atMost(SOON)
                .until(() ->
                        first.last("a") == count - 1 && first.last("b") == count - 1 && second.last("a") == count - 1);
    }

    void assertNoGap() throws Exception {
        assertThat(first.seen().path("gaps")).isEmpty();
        assertThat(second.seen().path("gaps")).isEmpty();
    }

    @Test
    void proxyThatAnswersBadGateway_forSeconds_costsNothing() throws Exception {
        publish(0, 10);
        awaitAll(10);
        network.answerInstead(Relay.BAD_GATEWAY);
        publish(10, 20);
        await().during(Duration.ofSeconds(5)).atMost(SOON).until(() -> first.last("a") == 9);
        network.answerInstead(null);
        publish(20, 30);
        awaitAll(30);
        assertThat(first.seen().path("errors").toString()).contains("answers 502");
        assertNoGap();
    }

    @Test
    void stream_thatIsMalformed_isToldOf_andCostsNothing() throws Exception {
        int published = 0;
        for (String body : MALFORMED) {
            publish(published, published + 5);
            published += 5;
            awaitAll(published);
            int errors = first.seen().path("errors").size();
            network.answerInstead("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n" + body);
            publish(published, published + 5);
            published += 5;
            // The connection that is dropped first is one, the malformed stream another one.
            await().atMost(SOON).until(() -> first.seen().path("errors").size() >= errors + 2);
            network.answerInstead(null);
            awaitAll(published);
        }
        assertThat(first.seen().path("errors"))
                .allSatisfy(
                        error -> assertThat(error.asText()).matches(" (connection failed: .+|the stream has ended) 0"));
        assertNoGap();
    }

    @Test
    void connection_dropped_manyTimes_losesNothing() throws Exception {
        for (int round = 0; round < 4; round++) {
            publish(20 * round, 20 * round + 10);
            network.dropAfter(200);
            publish(20 * round + 10, 20 * round + 20);
            network.drop();
        }
        awaitAll(80);
        assertNoGap();
    }

    /** The connection stays, and nobody says that it is dead. */
    @Test
    void server_frozen_isNoticed_byItsSilence() throws Exception {
        publish(0, 10);
        awaitAll(10);
        server.program().freeze(true);
        try {
            await().atMost(SOON)
                    .until(() -> first.seen().path("errors").toString().contains("silent and counts as dead"));
        } finally {
            server.program().freeze(false);
        }
        publish(10, 20);
        awaitAll(20);
        assertNoGap();
    }

    @Test
    void server_killedAndStartedAgain_onItsJournal_losesNothing(@TempDir Path data) throws Exception {
        Map<String, String> journal = Map.of("BREAKWATER_DATA", data.toString());
        restart(journal);
        await().atMost(SOON).until(() -> first.isOpen() && server.metric("breakwater_streams_open") == 1);
        publish(0, 10);
        awaitAll(10);
        restart(journal);
        publish(10, 20);
        awaitAll(20);
        // That of the server before, which had none.
        assertThat(first.seen().path("gaps").toString()).isEqualTo("[\"epoch\"]");
    }

    /** Kills it, and starts it again with other settings, on the port that the relay goes to. */
    private void restart(Map<String, String> settings) {
        restarted = true;
        int port = server.url().getPort();
        server.program().close();
        server = server(settings, port);
    }

    @Test
    void server_thatHasLostItsHistory_isAGap_thatBothAreToldOf() throws Exception {
        publish(0, 10);
        awaitAll(10);
        restart(Map.of());
        publish(10, 20);
        awaitAll(20);
        assertThat(first.seen().path("gaps").toString()).isEqualTo("[\"epoch\"]");
        assertThat(second.seen().path("gaps").toString()).isEqualTo("[\"epoch\"]");
    }

    @Test
    void burst_of10000Events_andOneOfAMegabyte_comeInOrder() throws Exception {
        String lines = IntStream.range(0, 10_000)
                .mapToObj(i -> "{\"data\":\"" + i + "\"}")
                .collect(Collectors.joining("\n"));
        assertThat(server.publishBatch("a", lines).statusCode()).isEqualTo(201);
        // Of three bytes each, so that pieces of it end in the middle of one.
        publish("a", "\u4f60".repeat(MEGABYTE / 3));
        await().atMost(SOON)
                .until(() -> second.last("a") == 9_999
                        && second.seen().path("others").size() == 1
                        && first.seen().path("others").size() == 1);
        assertThat(first.last("a")).isEqualTo(9_999);
        assertThat(second.seen().path("others").get(0).asInt()).isEqualTo(MEGABYTE / 3);
        assertThat(second.seen().path("count").asInt()).isEqualTo(10_001);
    }

    /** As after a sleep: by the clock, no byte has come for an hour. */
    @Test
    void clockThatJumps_costsNothing() throws Exception {
        SourcePage alone = new SourcePage(browser.newTab(), network.url()).follow("{ topics: ['a'], share: false }");
        try {
            await().atMost(SOON).until(alone::isOpen);
            publish(0, 5);
            await().atMost(SOON).until(() -> alone.last("a") == 4);
            alone.evaluate("const now = Date.now; Date.now = () => now() + 3_600_000; ''");
            publish(5, 10);
            awaitAll(10);
            await().atMost(SOON).until(() -> alone.last("a") == 9);
        } finally {
            alone.close();
        }
    }

    /** A leading tab: what a test may tell a browser of the network does not reach its shared workers. */
    @Test
    void network_offline_isLeftAlone_andBackOnline_isTriedAtOnce() throws Exception {
        SourcePage leader = new SourcePage(browser.newTab(), network.url()).follow("{ topics: ['a'], mode: 'leader' }");
        SourcePage other =
                new SourcePage(browser.newTab(), network.url()).follow("{ topics: ['a', 'b'], mode: 'leader' }");
        try {
            await().atMost(SOON).until(() -> leader.isOpen() && other.isOpen());
            publish(0, 5);
            await().atMost(SOON).until(() -> leader.last("a") == 4 && other.last("b") == 4);
            leader.offline(true);
            other.offline(true);
            network.refuse(true);
            publish(5, 10);
            await().atMost(SOON).until(() -> !leader.isOpen() && !other.isOpen());
            int tries = leader.seen().path("errors").size();
            await().during(Duration.ofSeconds(4)).atMost(SOON).until(() -> leader.last("a") == 4);
            assertThat(leader.seen().path("errors")).as("tries while offline").hasSize(tries);

            network.refuse(false);
            leader.offline(false);
            other.offline(false);
            publish(10, 15);
            await().atMost(SOON).until(() -> leader.last("a") == 14 && other.last("b") == 14);
            assertThat(other.last("a")).isEqualTo(14);
            assertThat(other.seen().path("gaps")).isEmpty();
        } finally {
            leader.close();
            other.close();
        }
    }

    /** All that the browser has stands still for longer than a stream may be silent, while events come. */
    @Test
    void machine_thatSleeps_costsNothing() throws Exception {
        publish(0, 5);
        awaitAll(5);
        browser.freeze(true);
        try {
            publish(5, 10);
            await().pollDelay(Duration.ofSeconds(4)).until(() -> true);
            publish(10, 15);
        } finally {
            browser.freeze(false);
        }
        publish(15, 20);
        awaitAll(20);
        assertNoGap();
    }

    @Test
    void wrongType_andNothingThere_areToldInWords() throws Exception {
        first.evaluate("""
                (async () => {
                  const { BreakwaterSource } = await import('/client/breakwater.js');
                  window.told = [];
                  for (const url of ['/', '/nothing/there', '/metrics']) {
                    const source = new BreakwaterSource(url, { share: false });
                    source.onerror = ({ status, message }) => told.push(`${status} ${message} ${source.readyState}`);
                  }
                  return '';
                })()
                """);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(first.evaluate("told.sort().join('; ')"))
                        .contains("200 the server answers 200", "text/html", "404", "text/plain")
                        .doesNotContain(" 0;"));
    }

    @Test
    void otherOrigin_thatAllowsNothing_isToldAndDoesNotHang() throws Exception {
        first.evaluate("""
                    (async () => {
                      const { BreakwaterSource } = await import('/client/breakwater.js');
                      const url = location.href.replace('127.0.0.1', 'localhost').replace(/client.*/, 'events');
                      window.refused = '';
                      const source = new BreakwaterSource(url, { topics: ['a'], share: false });
                      source.onerror = ({ message }) => { window.refused = message; };
                      return '';
                    })()
                    """);
        await().atMost(SOON).until(() -> first.evaluate("refused").contains("connection failed"));
    }
}
