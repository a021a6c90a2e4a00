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
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Breakwater server;

    @BeforeAll
    void start() {
        server = Breakwater.start("--tls-port", "0");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private int run(String... arguments) throws Exception {
        out.reset();
        err.reset();
        return new DoctorCommand(print(out), print(err)).run(List.of(arguments), Map.of());
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private int examine(String... more) throws Exception {
        List<String> all = new ArrayList<>(
                List.of(server.url().toString(), "--token", server.token(), "--silences", "500ms,1s", "--total", "2s"));
        all.addAll(List.of(more));
        return run(all.toArray(String[]::new));
    }

    @Test
    void path_withNothingInBetween_isHealthy() throws Exception {
        int status = examine();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("The path is healthy", "silences that were kept: 500 ms, 1.0 s")
                .doesNotContain("FAULT");
        assertThat(status).isZero();
    }

    @Test
    void json_isOneObject_withTheDirectRunBesides() throws Exception {
        int status = examine("--json", "--direct", server.url().toString());

        JsonNode report = new ObjectMapper().readTree(out.toByteArray());
        assertThat(report.path("healthy").asBoolean()).isTrue();
        assertThat(report.path("figures").path("HTTP at the server").asText()).isEqualTo("HTTP/1.1");
        assertThat(report.at("/direct/healthy").asBoolean()).isTrue();
        assertThat(status).isZero();
    }

    @Test
    void token_thatIsWrong_isToldAndStatusIsTwo() throws Exception {
        assertThat(run(server.url().toString(), "--token", "wrong-token")).isEqualTo(2);
        assertThat(err()).contains("the token is not this server's", "--token TOKEN");
        assertThat(run(server.url().toString())).isEqualTo(2);
        assertThat(err()).contains("the doctor needs the publishers' token");
    }

    @Test
    void certificate_thatNobodyTrusts_isTold() throws Exception {
        String tls = server.program().awaitOut(Pattern.compile("(https://\\S+/)"));

        assertThat(run(tls, "--token", server.token())).isEqualTo(2);
        assertThat(err()).contains("no trust in the certificate", "trustStore");
    }

    @Test
    void address_whereNothingListens_isTold() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(run("http://127.0.0.1:" + port)).isEqualTo(2);
        assertThat(err()).contains("nothing listens at http://127.0.0.1:" + port + "/");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | text/html        |                      | answered with an HTML page (status 200)
            404 | text/html        |                      | answered with an HTML page (status 404)
            200 | application/json |                      | answered with JSON that is not Breakwater's
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
            assertThat(run("http://127.0.0.1:" + other.getAddress().getPort())).isEqualTo(2);
            assertThat(err()).contains(sentence);
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
