package dev.breakwater.sse.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.sse.jetty.process.Breakwater;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The doctor in a terminal, at servers that are none, and at one with nothing in between. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DoctorCommandIT {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Breakwater server;
    private Future<Run> plain;
    private Future<Run> compared;

    /** What a command has printed, and its exit status. */
    private record Run(int status, String out, String err) {}

    @BeforeAll
    void start() {
        server = Breakwater.start("--tls-port", "0");
        plain = threads.submit(() -> examine());
        compared =
                threads.submit(() -> examine("--json", "--direct", server.url().toString()));
    }

    @AfterAll
    void stop() {
        threads.shutdownNow();
        if (server != null) {
            server.close();
        }
    }

    private static Run run(String... arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = new DoctorCommand(print(out), print(err)).run(List.of(arguments), Map.of());
        return new Run(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Refused: nothing was examined, and it is said why. */
    private static String refusal(String... arguments) throws Exception {
        Run run = run(arguments);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        return run.err();
    }

    private Run examine(String... more) throws Exception {
        List<String> all = new ArrayList<>(
                List.of(server.url().toString(), "--token", server.token(), "--silences", "500ms,1s", "--total", "2s"));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    @Test
    void path_withNothingInBetween_isHealthy() throws Exception {
        Run run = plain.get();

        assertThat(run.out())
                .contains("The path is healthy", "silences that were kept: 500 ms, 1.0 s")
                .doesNotContain("FAULT");
        assertThat(run.status()).isZero();
    }

    @Test
    void json_isOneObject_withTheDirectRunBesides() throws Exception {
        Run run = compared.get();

        JsonNode report = new ObjectMapper().readTree(run.out());
        assertThat(report.path("healthy").asBoolean()).isTrue();
        assertThat(report.path("figures").path("HTTP at the server").asText()).isEqualTo("HTTP/1.1");
        assertThat(report.at("/direct/healthy").asBoolean()).isTrue();
        assertThat(run.status()).isZero();
    }

    @Test
    void token_thatIsWrong_isToldAndStatusIsTwo() throws Exception {
        assertThat(refusal(server.url().toString(), "--token", "wrong-token"))
                .contains("the token is not this server's", "--token TOKEN");
        assertThat(refusal(server.url().toString())).contains("the doctor needs the publishers' token");
    }

    @Test
    void certificate_thatNobodyTrusts_isTold() throws Exception {
        String tls = server.program().awaitOut(Pattern.compile("(https://\\S+/)"));

        assertThat(refusal(tls, "--token", server.token())).contains("no trust in the certificate", "trustStore");
    }

    @Test
    void scheme_thatIsTheOtherOne_isTold() throws Exception {
        String tls = server.program().awaitOut(Pattern.compile("(https://\\S+/)"));

        assertThat(refusal(server.url().toString().replace("http:", "https:")))
                .contains("does not speak TLS: begin the address with http://");
        assertThat(refusal(tls.replace("https:", "http:")))
                .contains("if it speaks TLS: begin the address with https://");
    }

    @Test
    void address_belowTheApplications_isTold() throws Exception {
        assertThat(refusal(server.url().resolve("doctor").toString(), "--token", server.token()))
                .contains("the URL must be that of the application itself");
    }

    @Test
    void address_whereNothingListens_isTold() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(refusal("http://127.0.0.1:" + port)).contains("nothing listens at http://127.0.0.1:" + port + "/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | text/html        |                      | answered with an HTML page (status 200)
            404 | text/html        |                      | answered with an HTML page (status 404)
            200 | application/json |                      | answered with JSON that is not Breakwater's
            501 | text/html        |                      | answered with an HTML page (status 501)
            302 | text/html        | https://example.com/ | redirects to https://example.com/: examine that address
            """)
    void address_ofSomethingElse_isTold(int status, String type, String location, String sentence) throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            if (location != null) {
                exchange.getResponseHeaders().set("Location", location);
            }
            byte[] body = "{}".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        other.start();
        try {
            assertThat(refusal("http://127.0.0.1:" + other.getAddress().getPort()))
                    .contains(sentence);
        } finally {
            other.stop(0);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                                  | doctor needs a URL
            http://127.0.0.1/ --verbose                         | doctor does not know "--verbose"
            http://127.0.0.1/ http://127.0.0.2/                 | doctor does not know "http://127.0.0.2/"
            ftp://127.0.0.1/                                    | the URL must be that of the application
            http://me:secret@127.0.0.1/                         | the URL must be that of the application
            nonsense                                            | the URL must be that of the application
            http://127.0.0.1/ --token                           | --token needs a value
            http://127.0.0.1/ --silences 5                      | a duration must be such as 500ms, 5s or 2m: "5"
            http://127.0.0.1/ --silences 1s,2s,3s,4s,5s         | silences must be 1..4 durations: 5
            http://127.0.0.1/ --total 24h                       | a duration must be such as
            http://127.0.0.1/ --total 900m                      | total must be 200..500000 ms
            """)
    void arguments_thatAreWrong_areToldWithTheUsage(String arguments, String sentence) {
        assertThatThrownBy(() -> run(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(sentence);
    }
}
