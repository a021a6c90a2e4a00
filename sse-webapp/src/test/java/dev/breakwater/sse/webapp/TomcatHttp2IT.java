package dev.breakwater.sse.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.event.SseEvent;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.coyote.AbstractProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many streams on one HTTP/2 connection of Tomcat, with the setting that the documentation gives. */
@Timeout(120)
final class TomcatHttp2IT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int STREAMS = 150;

    private final Http2Protocol http2 = new Http2Protocol();
    private AbstractProtocol<?> protocol;

    private WebServer start() throws Exception {
        // All streams come in the same instant, more than the accept rate of a server that has just started lets in.
        return start(Map.of("breakwater.server-topics", "off", "breakwater.admission", "off"));
    }

    private WebServer start(Map<String, String> settings) throws Exception {
        WebServer server = new TomcatWebServer(connector -> {
            connector.addUpgradeProtocol(http2);
            protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
        });
        server.start(settings);
        return server;
    }

    private static HttpResponse<String> get(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static List<CompletableFuture<HttpResponse<InputStream>>> open(HttpClient client, URI root) {
        List<CompletableFuture<HttpResponse<InputStream>>> answers = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            HttpRequest request =
                    HttpRequest.newBuilder(root.resolve("events?topic=a")).build();
            answers.add(client.sendAsync(request, BodyHandlers.ofInputStream()));
        }
        return answers;
    }

    @Test
    void manyStreams_shareOneConnection_andARequestBesideThemIsFast() throws Exception {
        http2.setMaxConcurrentStreams(1_000);
        try (WebServer server = start()) {
            URI root = URI.create("http://127.0.0.1:" + server.port() + '/');
            HttpClient client = HttpClient.newHttpClient();
            get(client, root.resolve("health/live")); // over which it becomes HTTP/2

            long connections = protocol.getConnectionCount();

            open(client, root);
            await().atMost(SOON).until(() -> server.hub().streams() == STREAMS);

            long[] micros = new long[21];
            for (int i = 0; i < micros.length; i++) {
                long start = System.nanoTime();
                HttpResponse<String> answer = get(client, root.resolve("health/live"));
                micros[i] = (System.nanoTime() - start) / 1_000;
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            }
            Arrays.sort(micros);
            System.out.println("a request beside " + STREAMS + " streams on Tomcat: median " + micros[10] + " us");
            assertThat(micros[10]).isLessThan(50_000);
            assertThat(protocol.getConnectionCount()).isEqualTo(connections);
        }
    }

    /** Tomcat itself would leave it as it is. */
    @Test
    void stream_thatIsNotRead_isResetByTheWriteTimeout_itsSiblingsGoOn() throws Exception {
        try (WebServer server = start(Map.of(
                "breakwater.server-topics", "off",
                "breakwater.write-timeout", "1s",
                "breakwater.retention.bytes", "128MiB"))) {
            URI root = URI.create("http://127.0.0.1:" + server.port() + '/');
            HttpClient client = HttpClient.newHttpClient();
            get(client, root.resolve("health/live"));
            HttpResponse<InputStream> stalled = client.send(
                    HttpRequest.newBuilder(root.resolve("events?topic=flood")).build(), BodyHandlers.ofInputStream());
            HttpResponse<Stream<String>> sibling = client.send(
                    HttpRequest.newBuilder(root.resolve("events?topic=a")).build(), BodyHandlers.ofLines());
            assertThat(sibling.version()).isEqualTo(HttpClient.Version.HTTP_2);

            SseEvent large = SseEvent.of("flood", "x".repeat(512 << 10));
            for (int i = 0; i < 80; i++) {
                server.hub().publish(large);
            }
            await().atMost(SOON)
                    .until(() -> server.hub().counters().closed(CloseReason.TOO_SLOW) == 1
                            && server.hub().streams() == 1);
            server.hub().publish(SseEvent.of("a", "still here"));
            assertThat(sibling.body().anyMatch("data: still here"::equals)).isTrue();
            stalled.body().close();
        }
    }

    /** Shows that the setting matters. */
    @Test
    void manyStreams_aboveTomcatsOwnLimit_doNotAllOpen() throws Exception {
        try (WebServer server = start()) {
            URI root = URI.create("http://127.0.0.1:" + server.port() + '/');
            HttpClient client = HttpClient.newHttpClient();
            get(client, root.resolve("health/live"));

            List<CompletableFuture<HttpResponse<InputStream>>> answers = open(client, root);
            await().atMost(SOON).until(() -> answers.stream().anyMatch(CompletableFuture::isCompletedExceptionally));
            assertThat(server.hub().streams()).isLessThan(STREAMS);
        }
    }
}
