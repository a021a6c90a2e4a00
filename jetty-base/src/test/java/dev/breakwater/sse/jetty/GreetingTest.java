package dev.breakwater.sse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreetingTest {
    @Test
    void tls_isNamed_withTheFingerprintOfACertificateMadeUp() {
        TlsConfig tls = new TlsConfig(0, null, null);
        ServerConfig config = new ServerConfig("127.0.0.1", 0, "made-up-token", true, null, tls);
        assertThat(Greeting.text(config, 80, 4443, "AB:CD"))
                .contains("https://127.0.0.1:4443/")
                .contains("fingerprint (SHA-256) AB:CD");
        assertThat(Greeting.text(config, 80, 4443, null)).contains("4443").doesNotContain("fingerprint");
    }

    @Test
    void tokenMadeUp_isPrintedReadyToPaste() {
        String text =
                Greeting.text(new ServerConfig("127.0.0.1", 0, "made-up-token", true, null, null), 4711, -1, null);

        assertThat(text)
                .contains("serves http://127.0.0.1:4711/\n")
                .contains("curl -N \"http://127.0.0.1:4711/events?topic=hello\"\n")
                .contains("\"Authorization: Bearer made-up-token\"")
                .contains("history is in memory only, and lost when the server stops\n");
    }

    @Test
    void tokenConfigured_isNotPrinted() {
        String text = Greeting.text(
                new ServerConfig("127.0.0.1", 0, "very-secret", false, Path.of("/data"), null), 4711, -1, null);

        assertThat(text)
                .doesNotContain("very-secret")
                .contains("\"Authorization: Bearer $BREAKWATER_TOKEN\"")
                .contains("history is kept in " + Path.of("/data") + "\n");
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0, localhost", "::, localhost", "::1, [::1]", "[::1], [::1]", "example.org, example.org"})
    void host_isOneThatAClientCanConnectTo(String host, String shown) {
        assertThat(Greeting.text(new ServerConfig(host, 0, "made-up-token", true, null, null), 80, -1, null))
                .contains("http://" + shown + ":80/events");
    }
}
