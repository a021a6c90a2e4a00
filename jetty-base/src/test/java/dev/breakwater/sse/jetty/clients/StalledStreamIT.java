package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Breakwater;
import dev.breakwater.sse.jetty.process.Needs;
import dev.breakwater.sse.jetty.process.Program;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.http2.ErrorCode;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that do not read, where bytes go through Jetty: the write timeout is the hub's there too, not Jetty's. */
@Timeout(120)
final class StalledStreamIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Jetty's own patience is 30 s. */
    private static final Duration BEFORE_JETTY = Duration.ofSeconds(20);

    private static final Pattern TLS = Pattern.compile("HTTP/2 with TLS: (https://\\S+/)");
    private static final int WINDOW = 64 << 10;
    private static final int LARGE_WINDOW = 16 << 20;
    private static final int EVENTS = 40;
    private static final String LARGE = "x".repeat(16 << 10);

    private static Breakwater server;

    /** Each test has topics of its own. */
    private String flood;

    private String quiet;
    private double cutBefore;

    @BeforeAll
    static void start() {
        // A client that has closed its connection is found by a heartbeat.
        server = Breakwater.start(
                Map.of(
                        "BREAKWATER_SERVER_TOPICS", "off",
                        "BREAKWATER_WRITE_TIMEOUT", "3s",
                        "BREAKWATER_HEARTBEAT", "2s"),
                "--port",
                "0",
                "--tls-port",
                "0");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void begin(TestInfo test) throws Exception {
        awaitStreams(0);
        cutBefore = cut();
        String name = Integer.toHexString(test.getDisplayName().hashCode());
        flood = "flood/" + name;
        quiet = "quiet/" + name;
    }

    private static URI root(String scheme) {
        return scheme.equals("https") ? URI.create(server.program().awaitOut(TLS)) : server.url();
    }

    private static void publish(String topic, String data) throws Exception {
        assertThat(server.publish(topic, data).statusCode()).isEqualTo(201);
    }

    private static void publishNumbers(String topic, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            publish(topic, Integer.toString(i));
        }
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toList();
    }

    private static void awaitStreams(int count) {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(server.metric("breakwater_streams_open")).isEqualTo(count));
    }

    private void publishFlood() throws Exception {
        for (int i = 0; i < EVENTS; i++) {
            publish(flood, LARGE + i);
        }
    }

    /** A stream is counted as cut a moment after it is no longer counted as open. */
    private void awaitOneCut() {
        await().atMost(SOON).untilAsserted(() -> assertThat(cut() - cutBefore).isEqualTo(1));
    }

    private static double cut() throws Exception {
        return server.metric("breakwater_streams_closed_total{reason=\"too-slow\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https"})
    void http2Stream_thatIsNotRead_isResetByTheWriteTimeout_itsSiblingsGoOn(String scheme) throws Exception {
        try (Http2Connection connection = new Http2Connection(root(scheme), LARGE_WINDOW, WINDOW)) {
            Http2Connection.EventStream stalled = connection.open("events?topic=" + flood);
            Http2Connection.EventStream sibling =
                    connection.open("events?topic=" + quiet).read();
            awaitStreams(2);
            publishNumbers(quiet, 0, 10);
            long start = System.nanoTime();
            publishFlood();

            assertThat(stalled.reset().get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(ErrorCode.CANCEL_STREAM_ERROR.code);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BEFORE_JETTY);
            awaitStreams(1);
            awaitOneCut();

            publishNumbers(quiet, 10, 20);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(sibling.events().data()).isEqualTo(numbers(20)));
            assertThat(connection.isClosed()).isFalse();
        }
    }

    /** The stalled stream has all of the connection's window: nobody gets anything until it is reset. */
    @Test
    void http2Stream_thatHoldsTheWholeWindow_freesItsSiblings_whenItIsReset() throws Exception {
        try (Http2Connection connection = new Http2Connection(server.url(), WINDOW, WINDOW)) {
            Http2Connection.EventStream stalled = connection.open("events?topic=" + flood);
            Http2Connection.EventStream sibling =
                    connection.open("events?topic=" + quiet).read();
            awaitStreams(2);
            publishNumbers(quiet, 0, 10);
            await().atMost(SOON).until(() -> sibling.events().count() == 10);
            publishFlood();
            await().atMost(SOON).until(() -> server.metric("breakwater_lag_slowest") > 0);
            CompletableFuture<Integer> beforeTheReset =
                    stalled.reset().thenApply(code -> sibling.events().count());
            // Not at once, or the sibling would have waited for the write timeout as well.
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);
            publishNumbers(quiet, 10, 20);

            assertThat(beforeTheReset.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(10);
            assertThat(stalled.reset().get(SOON.toSeconds(), TimeUnit.SECONDS))
                    .isEqualTo(ErrorCode.CANCEL_STREAM_ERROR.code);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(sibling.events().data()).isEqualTo(numbers(20)));

            Http2Connection.EventStream back =
                    connection.open("events?topic=" + flood + "&from=earliest").read();
            await().atMost(SOON).until(() -> back.events().count() == EVENTS);
            assertThat(back.events().data())
                    .isEqualTo(
                            IntStream.range(0, EVENTS).mapToObj(i -> LARGE + i).toList());
        }
    }

    /** As of a machine that sleeps: not even the reset gets through. */
    @Test
    void http2Connection_thatTakesNothingAtAll_isClosed() throws Exception {
        Path curl = Needs.program("install curl", "curl");
        List<String> command = List.of(
                curl.toString(),
                "-sN",
                "--http2-prior-knowledge",
                "-o",
                "/dev/null",
                server.url() + "events?topic=" + flood);
        try (Program client = Program.start(command)) {
            awaitStreams(1);
            client.freeze(true);
            // More than curl's window and the buffers of its socket.
            String huge = "x".repeat(512 << 10);
            for (int i = 0; i < 40; i++) {
                publish(flood, huge);
            }

            awaitStreams(0);
            awaitOneCut();
        }
    }

    @Test
    void tlsConnection_thatIsNotRead_isClosedByTheWriteTimeout() throws Exception {
        SslContextFactory.Client tls = new SslContextFactory.Client(true);
        tls.start();
        URI root = root("https");
        try (SSLSocket socket = tls.newSslSocket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(root.getHost(), root.getPort()));
            OutputStream out = socket.getOutputStream();
            out.write(("GET /events?topic=" + flood + " HTTP/1.1\r\nHost: a\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            awaitStreams(1);
            long start = System.nanoTime();
            publishFlood();

            awaitStreams(0);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BEFORE_JETTY);
            awaitOneCut();
        } finally {
            tls.stop();
        }
    }
}
