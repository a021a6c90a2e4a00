package dev.breakwater.sse.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.delivery.CloseReason;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What settings make of the application, in every servlet container. */
@Timeout(120)
abstract class SettingsContract {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ORIGIN = "Origin: https://app.example.com";

    private final WebServer server = newServer();

    abstract WebServer newServer();

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private int start(String... settings) throws Exception {
        Map<String, String> parameters = new HashMap<>(Map.of("breakwater.token", "test-token"));
        for (int i = 0; i < settings.length; i += 2) {
            parameters.put(settings[i], settings[i + 1]);
        }
        server.start(parameters);
        return server.port();
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, /events?topic=a, 200",
        "GET, /events, 400",
        "POST, /events?topic=a, 401",
        "PUT, /events, 405",
        "GET, /nothing, 404",
        "GET, /, 200",
        "GET, /metrics, 200",
        "GET, /health/live, 200",
        "OPTIONS, /events, 204"
    })
    void cors_configured_isOnEveryAnswer(String method, String path, int status) throws Exception {
        int port = start("breakwater.cors.origins", "https://app.example.com, http://localhost:3000");

        Answer allowed = Answer.to(port, Answer.head(method, path, ORIGIN) + "Content-Length: 0\r\n\r\n");
        Answer other = Answer.to(
                port, Answer.head(method, path, "Origin: https://evil.example") + "Content-Length: 0\r\n\r\n");

        assertThat(allowed.status()).isEqualTo(status);
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
        assertThat(allowed.header("Access-Control-Expose-Headers")).isEqualTo("Retry-After");
        assertThat(allowed.header("Vary")).isEqualTo("Origin");
        assertThat(other.status()).isEqualTo(status);
        assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(other.header("Vary")).isEqualTo("Origin");
    }

    @Test
    void cors_preflightOfAPublisher_isAnswered() throws Exception {
        int port = start("breakwater.cors.origins", "https://app.example.com");

        Answer answer = Answer.to(
                port,
                Answer.head(
                                "OPTIONS",
                                "/events?topic=a",
                                ORIGIN,
                                "Access-Control-Request-Method: POST",
                                "Access-Control-Request-Headers: authorization,content-type")
                        + "\r\n");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("https://app.example.com");
        assertThat(answer.header("Access-Control-Allow-Methods")).contains("POST");
        assertThat(answer.header("Access-Control-Allow-Headers")).contains("Authorization", "Content-Type");
    }

    @Test
    void cors_forAnyOrigin_namesNone() throws Exception {
        int port = start("breakwater.cors.origins", "*");

        Answer answer = Answer.get(port, "/health/live", ORIGIN);

        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
    }

    @Test
    void hub_closed_isNotReadyAndSendsEverybodyElsewhere() throws Exception {
        int port = start();
        server.hub().close();

        Answer ready = Answer.get(port, "/health/ready");
        Answer publication = Answer.post(port, "/events?topic=a", "x", "Authorization: Bearer test-token");
        Answer stream = Answer.get(port, "/events?topic=a");
        Answer asked = Answer.get(port, "/events?topic=a", "Accept: text/event-stream, application/problem+json");

        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(Answer.get(port, "/health/live").status()).isEqualTo(200);
        assertThat(Answer.get(port, "/metrics").status()).isEqualTo(200);
        assertThat(publication.status()).isEqualTo(503);
        assertThat(publication.header("Retry-After")).isEqualTo("1");
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(stream.body()).matches("retry: \\d+\n\n");
        assertThat(asked.status()).isEqualTo(503);
        assertThat(asked.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(asked.header("Retry-After")).matches("\\d+");
    }

    @Test
    void patterns_moreThanConfigured_areToldToComeBack() throws Exception {
        int port = start("breakwater.max-patterns", "1");
        try (Subscriber first = Subscriber.open(port, "/events?topic=a/*");
                Subscriber again = Subscriber.open(port, "/events?topic=a/*")) {
            Answer second = Answer.get(port, "/events?topic=b/*");

            assertThat(second.status()).isEqualTo(200);
            assertThat(second.body()).matches("retry: \\d+\n\n");
            assertThat(first.response().statusCode()).isEqualTo(200);
            assertThat(again.response().statusCode()).isEqualTo(200);
            await().atMost(SOON).until(() -> server.hub().streams() == 2);
        }
    }

    @Test
    void serverTopics_off_publishNothing() throws Exception {
        int port = start("breakwater.server-topics", "off");

        assertThat(server.hub().log().appended()).isZero();
        assertThat(Answer.get(port, "/events").body()).contains("name what to subscribe to");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().endsWith("-server-topics"));
    }

    @Test
    void maxAge_configured_endsStreams() throws Exception {
        int port = start("breakwater.stream.max-age", "1s");
        try (Subscriber subscriber = Subscriber.open(port, "/events?topic=a")) {
            await().atMost(SOON).until(subscriber::isOver);
        }
        await().atMost(SOON).until(() -> server.hub().counters().closed(CloseReason.MAX_AGE) == 1);
    }

    @Test
    void token_notConfigured_isMadeAndTold() throws Exception {
        server.start(Map.of());

        String token = server.token();

        assertThat(token).matches("[A-Za-z0-9_-]{32}");
        assertThat(Answer.post(server.port(), "/events?topic=a", "x", "Authorization: Bearer " + token)
                        .status())
                .isEqualTo(201);
    }

    @Test
    void settings_thatAreWrong_stopTheStartAndAreAllNamed() {
        assertThatThrownBy(
                        () -> start("breakwater.heartbeat", "soon", "breakwater.shards", "0", "breakwater.shard", "2"))
                .hasStackTraceContaining("breakwater.heartbeat = 'soon' (context parameter): must be a duration")
                .hasStackTraceContaining("breakwater.shards = '0' (context parameter): shards must be 1..256: 0")
                .hasStackTraceContaining("'breakwater.shard' (context parameter): there is no such key");
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("breakwater-"));
    }

    @Test
    void application_stopped_endsItsStreamsProperlyAndItsThreads() throws Exception {
        int port = start("breakwater.name", "stopping");
        Subscriber subscriber = Subscriber.open(port, "/events?topic=a");
        await().atMost(SOON).until(() -> server.hub().streams() == 1);

        server.close();

        await().atMost(SOON).until(subscriber::isOver);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("stopping-"));
    }
}
