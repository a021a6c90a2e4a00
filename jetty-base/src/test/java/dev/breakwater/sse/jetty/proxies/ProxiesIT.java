package dev.breakwater.sse.jetty.proxies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Breakwater;
import dev.breakwater.sse.jetty.process.EventReader;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** An event goes through every proxy as it is by default. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProxiesIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    @RegisterExtension
    final Proxies proxies = new Proxies();

    private Breakwater server;

    @BeforeAll
    void start() {
        server = Breakwater.start();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static Stream<ProxyProgram> withTls() {
        return Stream.of(ProxyProgram.values()).filter(ProxyProgram::hasTls);
    }

    private void assertThatAnEventComes(HttpClient client, URI url, String topic, HttpClient.Version version)
            throws Exception {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("events?topic=" + topic))
                .version(version)
                .build();
        HttpResponse<InputStream> stream = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.version()).isEqualTo(version);
        assertThat(server.publish(topic, "through").statusCode()).isEqualTo(201);
        EventReader reader = new EventReader();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            while (reader.data().isEmpty()) {
                reader.line(lines.readLine());
            }
        }
        assertThat(reader.data()).containsExactly("through");
    }

    @ParameterizedTest
    @EnumSource
    void event_throughAProxyAsItIs_comes(ProxyProgram program) throws Exception {
        Proxy proxy = proxies.start(program, program.defaultConfiguration(), server.url());

        assertThatAnEventComes(proxy.client().build(), proxy.url(), program.toString(), HttpClient.Version.HTTP_1_1);
    }

    @ParameterizedTest
    @MethodSource("withTls")
    void event_overHttp2WithTls_comes(ProxyProgram program) throws Exception {
        Proxy proxy = proxies.start(program, program.defaultConfiguration(), server.url());

        assertThatAnEventComes(proxy.client().build(), proxy.tlsUrl(), program + "/tls", HttpClient.Version.HTTP_2);
    }

    @ParameterizedTest
    @EnumSource
    void proxies_ofOneProgram_runSideBySide(ProxyProgram program) throws Exception {
        Proxy one = proxies.start(program, program.defaultConfiguration(), server.url());
        Proxy other = proxies.start(program, program.defaultConfiguration(), server.url());

        assertThat(one.port()).isNotEqualTo(other.port());
        assertThatAnEventComes(one.client().build(), one.url(), program + "/one", HttpClient.Version.HTTP_1_1);
        assertThatAnEventComes(other.client().build(), other.url(), program + "/other", HttpClient.Version.HTTP_1_1);
    }

    @Test
    void proxy_stoppedAndStarted_listensWhereItDid() throws Exception {
        Proxy proxy = proxies.start(ProxyProgram.NGINX, ProxyProgram.NGINX.defaultConfiguration(), server.url());
        URI health = proxy.url().resolve("health/live");

        proxy.stop();
        HttpClient client = proxy.client().build();
        HttpRequest request = HttpRequest.newBuilder(health).build();
        assertThat(client.sendAsync(request, HttpResponse.BodyHandlers.discarding()))
                .failsWithin(SOON);
        proxy.start();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200));
    }
}
