package dev.breakwater.sse.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Alone;
import dev.breakwater.sse.jetty.process.Breakwater;
import dev.breakwater.sse.jetty.process.EventReader;
import dev.breakwater.sse.jetty.process.Needs;
import dev.breakwater.sse.jetty.process.Program;
import dev.breakwater.sse.jetty.proxies.FreePorts;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class ExecutableJarIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Pattern SERVES = Pattern.compile("serves (http://\\S+/)");
    private static final Pattern LAST_LINE = Pattern.compile("(Authorization: Bearer .*hello, world.*hello)");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private static HttpResponse<String> get(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A stream of java.net.http, whose future completes when the stream ends, and fails if it is cut. */
    private static CompletableFuture<HttpResponse<Void>> subscribe(
            HttpClient.Version version, URI server, EventReader reader) {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("events?topic=news"))
                .header("Accept", "text/event-stream")
                .version(version)
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.fromLineSubscriber(new LineSubscriber(reader)));
    }

    @Test
    void start_onAnyPort_printsWhatOneNeedsAndNothingElse() throws Exception {
        try (Breakwater server = Breakwater.start()) {
            URI url = server.url();
            server.program().awaitOut(LAST_LINE);
            String out = server.program().out();
            assertThat(url.getHost()).isEqualTo("127.0.0.1");
            assertThat(out)
                    .contains("HTTP/2 without TLS (h2c): on")
                    .contains("curl -N \"" + url + "events?topic=hello\"")
                    .contains("Authorization: Bearer " + server.token());
            assertThat(server.program().err()).isEmpty();

            assertThat(get(http, url.resolve("health/ready")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void page_loads_withoutTheServersName() throws Exception {
        try (Breakwater server = Breakwater.start()) {
            HttpResponse<String> page = get(http, server.url());

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(page.headers().firstValue("Server")).isEmpty();
            assertThat(page.body()).containsIgnoringCase("<html");
        }
    }

    @ParameterizedTest
    @EnumSource
    void javaClient_ofEitherVersion_receivesAndIsEndedProperly(HttpClient.Version version) throws Exception {
        try (Breakwater server = Breakwater.start()) {
            EventReader reader = new EventReader();
            CompletableFuture<HttpResponse<Void>> stream = subscribe(version, server.url(), reader);
            await().atMost(SOON).until(reader::hasStarted);

            assertThat(server.publish("news", "hello").statusCode()).isEqualTo(201);
            await().atMost(SOON).untilAsserted(() -> assertThat(reader.data()).containsExactly("hello"));

            server.program().terminate();
            assertThat(server.program().awaitExit()).isZero();
            assertThat(stream.get().version()).isEqualTo(version);
        }
    }

    @ParameterizedTest
    @CsvSource({"--http1.1, HTTP/1.1", "--http2, HTTP/2", "--http2-prior-knowledge, HTTP/2"})
    void curl_ofEachProtocol_receivesAndIsEndedProperly(String flag, String protocol) throws Exception {
        Path curl = Needs.program("install curl", "curl");
        EventReader reader = new EventReader();
        try (Breakwater server = Breakwater.start();
                Program client = Program.start(
                        List.of(curl.toString(), "-sN", "-D", "/dev/stderr", flag, server.url() + "events?topic=news"),
                        Map.of(),
                        Path.of("."),
                        reader::line)) {
            await().atMost(SOON).until(reader::hasStarted);
            server.publish("news", "hello");
            await().atMost(SOON).untilAsserted(() -> assertThat(reader.data()).containsExactly("hello"));

            server.program().terminate();

            assertThat(client.awaitExit())
                    .as("curl's status: a cut stream is an error")
                    .isZero();
            assertThat(client.err()).contains(protocol + " 200");
            assertThat(server.program().awaitExit()).isZero();
        }
    }

    @Test
    void publishing_withoutTheToken_isRefused() throws Exception {
        try (Breakwater server = Breakwater.start()) {
            HttpRequest request = HttpRequest.newBuilder(server.url().resolve("events?topic=news"))
                    .POST(HttpRequest.BodyPublishers.ofString("hello"))
                    .build();

            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void settings_fromEnvironmentAndFile_areUsed(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("breakwater.properties");
        Files.writeString(file, "breakwater.port=0\nbreakwater.token=from-the-file\nbreakwater.retention.events=7\n");
        try (Program program = Breakwater.run(Map.of("BREAKWATER_CONFIG", file.toString()))) {
            String url = program.awaitOut(SERVES);
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + "events?topic=news"))
                    .header("Authorization", "Bearer from-the-file")
                    .POST(HttpRequest.BodyPublishers.ofString("hello"))
                    .build();

            assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(201);
            assertThat(program.out()).doesNotContain("from-the-file");
            assertThat(program.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--prot 1, there is no flag",
        "--port 70000, port must be 0..65535",
        "--host no.such.host.invalid, host must be",
        "--token short, token must have",
        "--data /dev/null, data must be a directory",
        "--config /no/such/file, config must name",
    })
    void mistake_isOneSentenceAndStatusTwo(String flags, String sentence) throws Exception {
        try (Program program = Breakwater.run(Map.of(), flags.split(" "))) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.err()).startsWith("breakwater: " + sentence).doesNotContain("\n");
            assertThat(program.out()).isEmpty();
        }
    }

    @Test
    void applicationsSetting_thatIsWrong_isSaidWithoutAStackTraceAndStatusTwo() throws Exception {
        try (Program program = Breakwater.run(Map.of("BREAKWATER_HEARTBEAT", "soon"), "--port", "0")) {
            assertThat(program.awaitExit()).isEqualTo(2);
            assertThat(program.err())
                    .startsWith("breakwater: ")
                    .contains("heartbeat")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void portInUse_isOneSentenceAndStatusOne() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                Program program = Breakwater.run(Map.of(), "--port", Integer.toString(taken.getLocalPort()))) {
            assertThat(program.awaitExit()).isEqualTo(1);
            assertThat(program.err())
                    .startsWith("breakwater: \"127.0.0.1\" port " + taken.getLocalPort() + " is in use")
                    .doesNotContain("\n");
        }
    }

    @Test
    void data_keepsTheHistoryOverARestart(@TempDir Path directory) throws Exception {
        String data = directory.resolve("made/for/it").toString();
        String first;
        try (Breakwater server = Breakwater.start("--data", data)) {
            assertThat(server.program().out()).contains("history is kept in " + data);
            first = server.publish("news", "before").body();
            server.publish("news", "after");
        }
        String id = first.replaceAll(".*:\"|\"}", "");
        try (Breakwater server = Breakwater.start("--data", data)) {
            EventReader reader = new EventReader();
            var unused = HttpClient.newHttpClient()
                    .sendAsync(
                            HttpRequest.newBuilder(server.url().resolve("events?topic=news&lastEventId=" + id))
                                    .build(),
                            HttpResponse.BodyHandlers.fromLineSubscriber(new LineSubscriber(reader)));
            await().atMost(SOON).untilAsserted(() -> assertThat(reader.data()).containsExactly("after"));
        }
    }

    @Test
    void journal_ofAServerThatHasEnded_isListedChecked_andItsExportIsTakenBack(@TempDir Path directory)
            throws Exception {
        String data = directory.resolve("data").toString();
        String text = "line \u00e9\n\"quoted\" \\ \ud83d\ude00";
        try (Breakwater server = Breakwater.start("--data", data)) {
            server.publish("news&event=note&key=k", text);
            server.publish("news&topic=other", "two");
            HttpRequest metrics =
                    HttpRequest.newBuilder(server.url().resolve("metrics")).build();
            assertThat(http.send(metrics, HttpResponse.BodyHandlers.ofString()).body())
                    .containsPattern("\nbreakwater_journal_commits_seconds_count [1-9]")
                    .containsPattern("\nbreakwater_journal_events [1-9]")
                    .contains("\nbreakwater_journal_commits_failed_total 0.0");
            try (Program inspection = Breakwater.run(Map.of(), "journal", data)) {
                assertThat(inspection.awaitExit()).isEqualTo(1);
                assertThat(inspection.err()).contains("in use by another server");
            }
        }
        String export;
        try (Program listing = Breakwater.run(Map.of(), "journal", data)) {
            assertThat(listing.awaitExit()).isZero();
            assertThat(listing.out()).containsPattern(" 2 .* news").contains("all checksums are right");
        }
        try (Program exporting = Breakwater.run(Map.of(), "journal", data, "--export", "news")) {
            assertThat(exporting.awaitExit()).isZero();
            export = exporting.out();
        }
        try (Breakwater server = Breakwater.start()) {
            HttpRequest request = HttpRequest.newBuilder(server.url().resolve("events"))
                    .header("Authorization", "Bearer " + server.token())
                    .header("Content-Type", "application/x-ndjson")
                    .POST(HttpRequest.BodyPublishers.ofString(export))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(201);
            EventReader reader = new EventReader();
            var unused = HttpClient.newHttpClient()
                    .sendAsync(
                            HttpRequest.newBuilder(server.url().resolve("events?topic=news&from=earliest"))
                                    .build(),
                            HttpResponse.BodyHandlers.fromLineSubscriber(new LineSubscriber(reader)));
            await().atMost(SOON).untilAsserted(() -> assertThat(reader.data()).containsExactly("two"));
        }
        assertThat(export.lines().findFirst())
                .contains(
                        "{\"topic\":\"news\",\"event\":\"note\",\"key\":\"k\",\"data\":\"line \\u00e9\\n\\\"quoted\\\""
                                + " \\\\ \\ud83d\\ude00\"}");
    }

    @Test
    void journal_thatIsNone_isSaid(@TempDir Path directory) throws Exception {
        try (Program inspection = Breakwater.run(Map.of(), "journal", directory.toString())) {
            assertThat(inspection.awaitExit()).isEqualTo(1);
            assertThat(inspection.err()).startsWith("breakwater: there is no journal in " + directory);
        }
        try (Program inspection = Breakwater.run(Map.of(), "journal")) {
            assertThat(inspection.awaitExit()).isEqualTo(2);
            assertThat(inspection.err()).startsWith("breakwater: journal needs a directory");
        }
    }

    @Test
    void data_inUseByAnotherServer_isOneSentence(@TempDir Path directory) throws Exception {
        String data = directory.toString();
        try (Breakwater server = Breakwater.start("--data", data);
                Program second = Breakwater.run(Map.of(), "--port", "0", "--data", data)) {
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.err().lines().filter(line -> line.startsWith("breakwater: ")))
                    .hasSize(1)
                    .allMatch(line -> line.contains("in use by another server: " + data));
            assertThat(server.publish("news", "still here").statusCode()).isEqualTo(201);
        }
    }

    @Alone
    @Test
    void terminated_withManyStreams_endsEachProperlyAndItselfQuickly() throws Exception {
        int count = 200;
        try (Breakwater server = Breakwater.start()) {
            List<Socket> streams = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                streams.add(rawStream(server.url()));
            }
            server.program().terminate();
            long start = System.nanoTime();

            assertThat(server.program().awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(server.program().err().lines())
                    .allMatch(line -> line.contains("draining 200 streams") || line.contains("drained 200 streams"));
            for (Socket stream : streams) {
                assertThat(new String(stream.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .endsWith("\n\n\r\n0\r\n\r\n");
                stream.close();
            }
        }
    }

    @Alone
    @Test
    void terminated_withAClientThatDoesNotRead_endsWithinTenSeconds() throws Exception {
        try (Breakwater server = Breakwater.start();
                Socket stalled = rawStream(server.url())) {
            String data = "x".repeat(100_000);
            for (int i = 0; i < 100; i++) {
                assertThat(server.publish("news", data).statusCode()).isEqualTo(201);
            }
            server.program().terminate();
            long start = System.nanoTime();

            assertThat(server.program().awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(stalled.isConnected()).isTrue();
        }
    }

    @Alone
    @Test
    void terminated_withAPublisherThatGoesOn_endsWithinTenSeconds() throws Exception {
        try (Breakwater server = Breakwater.start();
                EndlessPublisher publisher = new EndlessPublisher(server)) {
            server.program().terminate();
            long start = System.nanoTime();

            assertThat(server.program().awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
            assertThat(publisher).isNotNull();
        }
    }

    @Test
    void terminatedTwice_endsAtOnce() throws Exception {
        try (Breakwater server = Breakwater.start();
                EndlessPublisher publisher = new EndlessPublisher(server)) {
            server.program().terminate();
            awaitRefused(server.url());
            server.program().terminate();

            assertThat(server.program().awaitExit()).isEqualTo(143);
            assertThat(publisher).isNotNull();
        }
    }

    /** 20 streams at 10 a second: over 2 s, each with a delay of its own, while the server still answers. */
    @Alone
    @Test
    void terminated_withStreams_drainsThemOverAWindow() throws Exception {
        try (Breakwater server = Breakwater.start("--config", drainingSlowly().toString())) {
            List<EventReader> readers = new ArrayList<>();
            List<CompletableFuture<HttpResponse<Void>>> streams = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                EventReader reader = new EventReader();
                readers.add(reader);
                streams.add(subscribe(HttpClient.Version.HTTP_1_1, server.url(), reader));
            }
            await().atMost(SOON).until(() -> readers.stream().allMatch(EventReader::hasStarted));
            long start = System.nanoTime();
            server.program().terminate();

            await().atMost(SOON)
                    .until(() -> get(http, server.url().resolve("health/ready")).statusCode() == 503);
            HttpRequest newcomer = HttpRequest.newBuilder(server.url().resolve("events?topic=news"))
                    .header("Accept", "text/event-stream")
                    .build();
            HttpResponse<String> answer = http.send(newcomer, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).matches("retry: \\d{4}\n\n");
            for (CompletableFuture<HttpResponse<Void>> stream : streams) {
                stream.get();
            }
            assertThat(server.program().awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(1_700), Duration.ofSeconds(8));
            assertThat(server.program().err())
                    .contains("draining 20 streams over 2s, 10/s")
                    .contains("drained 20 streams");
        }
    }

    @Alone
    @Test
    void terminatedTwice_whileItDrains_endsAtOnce() throws Exception {
        try (Breakwater server = Breakwater.start("--config", drainingSlowly().toString())) {
            List<Socket> streams = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                streams.add(rawStream(server.url()));
            }
            server.program().terminate();
            server.program().awaitErr(Pattern.compile("(draining 50 streams over 5s, 10/s)"));
            long start = System.nanoTime();
            server.program().terminate();

            assertThat(server.program().awaitExit()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
            for (Socket stream : streams) {
                stream.close();
            }
        }
    }

    private Path drainingSlowly() throws IOException {
        return Files.writeString(
                directory.resolve("slowly.properties"), "breakwater.accept-rate=10\nbreakwater.admission=off\n");
    }

    @Test
    void restart_onTheSamePort_works() throws Exception {
        // Not any: that may be an outgoing connection's by then.
        String port = Integer.toString(FreePorts.next());
        try (Breakwater server = Breakwater.start(Map.of(), "--port", port);
                Socket stream = rawStream(server.url())) {
            server.program().terminate();
            assertThat(server.program().awaitExit()).isZero();
            assertThat(stream.getInputStream().readAllBytes()).isNotEmpty();
        }
        try (Program again = Breakwater.run(Map.of(), "--port", port)) {
            assertThat(again.awaitOut(SERVES)).endsWith(':' + port + '/');
        }
    }

    /** A stream that has begun, of a client that reads nothing more. */
    private static Socket rawStream(URI server) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        socket.getOutputStream()
                .write(("GET /events?topic=news HTTP/1.1\r\nHost: a\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        StringBuilder begin = new StringBuilder();
        while (begin.indexOf("retry:") < 0) {
            begin.append((char) socket.getInputStream().read());
        }
        assertThat(begin).startsWith("HTTP/1.1 200 ");
        return socket;
    }

    private static void awaitRefused(URI server) {
        await().atMost(SOON).until(() -> !isAccepted(server));
    }

    private static boolean isAccepted(URI server) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }
}
