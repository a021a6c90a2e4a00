package dev.breakwater.sse.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Breakwater;
import dev.breakwater.sse.jetty.process.EventReader;
import dev.breakwater.sse.jetty.process.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The WAR in a stock Jetty that runs the {@code JETTY_BASE}. */
@Timeout(180)
class JettyBaseIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern LISTENING =
            Pattern.compile("Started oejs.ServerConnector\\S*\\{HTTP/1.1, \\(http/1.1, h2c\\)}\\{127.0.0.1:(\\d+)}");
    private static final String TOKEN = "token-of-the-test";

    @TempDir
    private Path base;

    private final HttpClient http = HttpClient.newHttpClient();

    private Program startJetty(Map<String, String> environment) throws IOException {
        copyBase();
        Path home = Path.of(System.getProperty("breakwater.jetty.home")).toAbsolutePath();
        List<String> command = List.of(
                Breakwater.java(),
                "-Xmx256m",
                // It lives for seconds: the quick compiler is enough.
                "-XX:TieredStopAtLevel=1",
                "-jar",
                home.resolve("start.jar").toString(),
                "jetty.http.host=127.0.0.1",
                "jetty.http.port=0");
        return Program.start(command, environment, base, line -> {});
    }

    /** Jetty may write there, and the build's own is to stay as it is. */
    private void copyBase() throws IOException {
        Path source = Path.of(System.getProperty("breakwater.jetty.base"));
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(base.resolve(source.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, base.resolve(source.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private int publish(URI server, String data) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("events?topic=news"))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.ofString(data))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    @ParameterizedTest
    @EnumSource
    void war_inAStockJetty_servesAndStopsInOrder(HttpClient.Version version) throws Exception {
        try (Program jetty = startJetty(Map.of("BREAKWATER_TOKEN", TOKEN))) {
            URI server = URI.create("http://127.0.0.1:" + jetty.awaitErr(LISTENING) + '/');
            assertThat(get(server.resolve("health/ready")).statusCode()).isEqualTo(200);
            HttpResponse<String> page = get(server);
            assertThat(page.body()).containsIgnoringCase("<html");
            assertThat(page.headers().firstValue("Server")).isEmpty();

            EventReader reader = new EventReader();
            HttpRequest request = HttpRequest.newBuilder(server.resolve("events?topic=news"))
                    .version(version)
                    .header("Accept", "text/event-stream")
                    .build();
            CompletableFuture<HttpResponse<Void>> stream = HttpClient.newHttpClient()
                    .sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(new LineSubscriber(reader)));
            await().atMost(SOON).until(reader::hasStarted);
            assertThat(publish(server, "hello")).isEqualTo(201);
            await().atMost(SOON).untilAsserted(() -> assertThat(reader.data()).containsExactly("hello"));

            jetty.terminate();
            jetty.awaitExit();
            assertThat(stream.get().version())
                    .as("the stream, which would fail if it was cut")
                    .isEqualTo(version);
            assertThat(jetty.err()).doesNotContain("WARN :oeje10", "Exception");
        }
    }

    @Test
    void wrongSetting_stopsJettyWithTheReason() throws Exception {
        try (Program jetty = startJetty(Map.of("BREAKWATER_HEARTBEAT", "soon"))) {
            assertThat(jetty.awaitExit()).isNotZero();
            assertThat(jetty.err()).contains("breakwater.heartbeat");
        }
    }
}
