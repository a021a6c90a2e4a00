package dev.breakwater.sse.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.event.EventId;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP contract, which must hold in every servlet container. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class WebContract {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOKEN = "Authorization: Bearer test-token";
    private static final int ATTEMPTS = 3;

    private final List<Subscriber> subscribers = new ArrayList<>();
    private WebServer server;

    abstract WebServer newServer();

    @BeforeAll
    void start() throws Exception {
        server = newServer();
        server.start(Map.of(
                "breakwater.token", "test-token", "breakwater.max-event-bytes", "64KiB", "breakwater.heartbeat", "1s"));
    }

    @AfterEach
    void unsubscribe() throws Exception {
        for (Subscriber subscriber : subscribers) {
            subscriber.close();
        }
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
    }

    private Subscriber subscribe(String query, String... headers) throws Exception {
        Subscriber subscriber = Subscriber.open(server.port(), "/events?" + query, headers);
        subscribers.add(subscriber);
        return subscriber;
    }

    private Answer publish(String query, String body, String... headers) throws Exception {
        String[] all = new String[headers.length + 1];
        all[0] = TOKEN;
        System.arraycopy(headers, 0, all, 1, headers.length);
        return Answer.post(server.port(), "/events?" + query, body, all);
    }

    private static void awaitData(Subscriber subscriber, String... data) {
        await().atMost(SOON).untilAsserted(() -> assertThat(subscriber.data()).containsExactly(data));
    }

    private static String id(Answer answer) {
        assertThat(answer.status()).isEqualTo(201);
        return answer.body().replaceAll("\\{\"id\":\"(.*)\"}", "$1");
    }

    @Test
    void event_published_reachesWhoSubscribedToItsTopic() throws Exception {
        Subscriber subscriber = subscribe("topic=first");

        Answer answer = publish("topic=first&event=greeting", "hello");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(EventId.parse(id(answer))).isNotNull();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(subscriber.events())
                        .containsExactly(new Subscriber.Event("greeting", "hello", id(answer))));
    }

    @Test
    void stream_opened_carriesTheHeadersThatProxiesNeed() throws Exception {
        Subscriber subscriber = subscribe("topic=headers");

        assertThat(subscriber.response().statusCode()).isEqualTo(200);
        assertThat(subscriber.response().headers().map())
                .containsEntry("content-type", List.of("text/event-stream"))
                .containsEntry("cache-control", List.of("no-store, no-transform"))
                .containsEntry("x-accel-buffering", List.of("no"))
                .doesNotContainKeys("x-powered-by", "content-encoding", "access-control-allow-origin");
    }

    @Test
    void heartbeat_asAnEvent_comesAtOnceAndInSilence_toWhoAsksForIt() throws Exception {
        Subscriber watching = subscribe("topic=watched&heartbeat=event");
        Subscriber other = subscribe("topic=watched");

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(watching.named("breakwater.heartbeat"))
                        .hasSizeGreaterThanOrEqualTo(3)
                        .allSatisfy(heartbeat -> assertThat(heartbeat.data()).isEqualTo("1000")));
        publish("topic=watched", "x");
        awaitData(watching, "x");
        awaitData(other, "x");
        assertThat(other.named("breakwater.heartbeat")).isEmpty();
    }

    @Test
    void padding_comesFirst_asLongAsItWasAskedFor() throws Exception {
        Subscriber padded = subscribe("topic=padded&padding=9000");

        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(padded.firstLine()).hasSize(8_999).startsWith(":  "));
        publish("topic=padded", "x");
        awaitData(padded, "x");
    }

    @Test
    void startPositions_ofTheQuery_replayWhatTheySay() throws Exception {
        String first = id(publish("topic=starts", "1"));
        publish("topic=starts", "2");
        publish("topic=starts", "3");

        awaitData(subscribe("topic=starts&from=earliest"), "1", "2", "3");
        awaitData(subscribe("topic=starts&last=2"), "2", "3");
        awaitData(subscribe("topic=starts&lastEventId=" + first), "2", "3");
        Subscriber latest = subscribe("topic=starts&from=latest");
        Subscriber byDefault = subscribe("topic=starts");
        publish("topic=starts", "4");
        awaitData(latest, "4");
        awaitData(byDefault, "4");
    }

    @Test
    void snapshotAndSince_ofTheQuery_replayWhatTheySay() throws Exception {
        publish("topic=shots&key=a", "1");
        publish("topic=shots&key=b", "2");
        publish("topic=shots&key=a", "3");

        awaitData(subscribe("topic=shots&from=snapshot"), "2", "3");
        awaitData(subscribe("topic=shots&since=2020-01-01T00:00:00Z"), "1", "2", "3");
        Answer future = Answer.get(server.port(), "/events?topic=shots&since=2999-01-01T00:00:00Z");
        assertThat(future.status()).isEqualTo(400);
        assertThat(future.body()).contains("since must not be in the future");
    }

    @Test
    void repeat_withAnIdempotencyKey_isAnsweredAsTheFirstTimeAndDeliveredOnce() throws Exception {
        Subscriber subscriber = subscribe("topic=once");

        Answer first = publish("topic=once", "x", "Idempotency-Key: \"k-1\"");
        Answer again = publish("topic=once", "x", "Idempotency-Key: \"k-1\"");
        Answer other = publish("topic=once", "y", "Idempotency-Key: \"k-1\"");
        Answer bad = publish("topic=once", "y", "Idempotency-Key: \"\"");
        publish("topic=once", "end");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(bad.status()).isEqualTo(400);
        awaitData(subscriber, "x", "end");
    }

    @Test
    void lastEventIdHeader_withAQueryThatSaysOtherwise_goesFirst() throws Exception {
        publish("topic=header", "1");
        String second = id(publish("topic=header", "2"));
        publish("topic=header", "3");

        awaitData(subscribe("topic=header&from=earliest", "Last-Event-ID", second), "3");
        awaitData(subscribe("topic=header&last=3", "Last-Event-ID", second), "3");
        awaitData(subscribe("topic=header&lastEventId=rubbish", "Last-Event-ID", second), "3");
    }

    @Test
    void lastEventId_thatIsRubbish_isToldAsAGapAndIsNoError() throws Exception {
        publish("topic=rubbish", "1");

        Subscriber byHeader = subscribe("topic=rubbish", "Last-Event-ID", "rubbish");
        Subscriber byQuery = subscribe("topic=rubbish&lastEventId=%C3%BC%0A");

        awaitData(byHeader, "1");
        awaitData(byQuery, "1");
        assertThat(byHeader.gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.data()).contains("\"reason\":\"invalid\""));
        assertThat(byQuery.gaps()).hasSize(1);
    }

    @Test
    void patternsAndSeveralTopics_subscribed_selectWhatMatches() throws Exception {
        Subscriber subscriber = subscribe("topic=p/*&topic=q/deep/**&slow=conflate");

        publish("topic=p/1", "one");
        publish("topic=p/1/2", "not this");
        publish("topic=q/deep/1/2&topic=p/3", "both");
        publish("topic=q/deep/%C3%BC&key=k", "umlaut \u00fc");

        awaitData(subscriber, "one", "both", "umlaut \u00fc");
    }

    @Test
    void head_ofAStream_hasItsHeadersAndOpensNone() throws Exception {
        long opened = server.hub().counters().opened();

        Answer answer = Answer.to(server.port(), Answer.head("HEAD", "/events?topic=a") + "\r\n");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/event-stream");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store, no-transform");
        assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
        assertThat(server.hub().counters().opened()).isEqualTo(opened);
    }

    @Test
    void options_ofEvents_nameTheMethods() throws Exception {
        Answer answer = Answer.to(server.port(), Answer.head("OPTIONS", "/events") + "\r\n");

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
        assertThat(answer.header("Content-Type")).doesNotContain("wadl");
    }

    @Test
    void get_withABody_streamsAllTheSame() throws Exception {
        try (Socket socket = Answer.connect(server.port())) {
            String head = Answer.head("GET", "/events?topic=body", "Content-Type: application/x-www-form-urlencoded")
                    + "Content-Length: 9\r\n\r\ntopic=xyz";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            // Not by the open streams, among which those of tests before may be still.
            assertThat(in.lines().filter(line -> line.startsWith("retry: ")).findFirst())
                    .isPresent();

            publish("topic=body", "hello");

            assertThat(in.lines().filter(line -> line.equals("data: hello")).findFirst())
                    .isPresent();
        }
    }

    @Test
    void body_ofWhateverType_isTheData() throws Exception {
        Subscriber subscriber = subscribe("topic=types");

        publish("topic=types", "a=b&c=%20d+e", "Content-Type: application/x-www-form-urlencoded");
        publish("topic=types", "topic=types", "Content-Type: application/x-www-form-urlencoded; charset=UTF-8");
        publish("topic=types", "{\"a\": 1}", "Content-Type: application/json");
        publish("topic=types", "no type \u20ac \ud83d\ude00");
        publish("topic=types", "", "Content-Type: application/x-www-form-urlencoded");
        publish("topic=types", "two\nlines", "Content-Type: text/plain");
        byte[] latin1 = {'l', (byte) 0xFC};
        Answer.to(
                server.port(),
                Answer.head("POST", "/events?topic=types", TOKEN, "Content-Type: text/plain;charset=iso-8859-1")
                        + "Content-Length: 2\r\n\r\n",
                latin1);

        awaitData(
                subscriber,
                "a=b&c=%20d+e",
                "topic=types",
                "{\"a\": 1}",
                "no type \u20ac \ud83d\ude00",
                "",
                "two\nlines",
                "l\u00fc");
    }

    @Test
    void token_withAnySpellingOfTheScheme_isTaken() throws Exception {
        Answer answer = Answer.post(server.port(), "/events?topic=scheme", "x", "authorization: bEARER   test-token");

        assertThat(answer.status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "application/x-ndjson"})
    void publisher_withoutToken_isRefusedBeforeItsBodyIsRead(String type) throws Exception {
        Answer answer = Answer.to(
                server.port(),
                Answer.head("POST", "/events?topic=a", "Content-Type: " + type) + "Content-Length: 1000000\r\n\r\n");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"breakwater\"");
    }

    @Test
    void body_withoutEnd_isRefusedOnceItIsTooLong() throws Exception {
        try (Socket socket = Answer.connect(server.port())) {
            socket.getOutputStream()
                    .write((Answer.head("POST", "/events?topic=a", TOKEN) + "Transfer-Encoding: chunked\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.UTF_8);
            int chunks = 0;
            try {
                while (socket.getInputStream().available() == 0 && chunks < 5_000) {
                    chunks++;
                    socket.getOutputStream().write(chunk);
                }
            } catch (SocketException theServerDoesNotReadOn) {
                // Its answer is there.
            }

            Answer answer = Answer.read(socket.getInputStream(), false);

            assertThat(answer.status()).isEqualTo(413);
            assertThat(chunks).isLessThan(5_000);
        }
    }

    @Test
    void body_thatBreaksOff_publishesNothing() throws Exception {
        Subscriber subscriber = subscribe("topic=half");
        try (Socket socket = Answer.connect(server.port())) {
            String head = Answer.head("POST", "/events?topic=half", TOKEN) + "Content-Length: 9\r\n\r\nhalf";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();

            assertThat(Answer.read(socket.getInputStream(), false).status()).isEqualTo(400);
        }

        publish("topic=half", "whole");

        awaitData(subscriber, "whole");
    }

    @Test
    void batch_ofGoodLines_isPublishedInOrder() throws Exception {
        Subscriber subscriber = subscribe("topic=batch");
        Subscriber other = subscribe("topic=batch/other");

        Answer answer =
                publish("topic=batch&event=byDefault", """
                {"data": "text"}

                {"data": {"a": [1, 2.50, 1e400], "b": "\\u00fc"}, "event": "json", "key": "k"}\r
                {"data": null, "event": null}
                {"data": true, "topic": ["batch", "batch/other"]}
                {"data": "elsewhere", "topic": "batch/other"}""", "Content-Type: application/x-ndjson; charset=utf-8");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).matches("\\{\"ids\":\\[(\"[a-z0-9]+-\\d+\",?){5}]}");
        awaitData(subscriber, "text", "{\"a\":[1,2.50,1e400],\"b\":\"\u00fc\"}", "null", "true");
        assertThat(subscriber.events())
                .extracting(Subscriber.Event::name)
                .containsExactly("byDefault", "json", "message", "byDefault");
        awaitData(other, "true", "elsewhere");
    }

    @Test
    void batch_withOneBadLine_publishesNothing() throws Exception {
        long published = server.hub().log().appended();

        Answer answer = publish(
                "topic=none/of/it",
                "{\"data\":1}\n{\"data\":2,\"event\":\"open\"}\n",
                "Content-Type: application/x-ndjson");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("line 2: event name must not be 'open'");
        Subscriber subscriber = subscribe("topic=none/of/it&from=earliest");
        publish("topic=none/of/it", "after");
        awaitData(subscriber, "after");
        assertThat(published).isPositive();
    }

    @Test
    void pace_whileThereIsRoom_publishes() throws Exception {
        assertThat(publish("topic=a&pace=true", "x").status()).isEqualTo(201);
    }

    @ParameterizedTest
    @MethodSource("dev.breakwater.sse.webapp.BadRequest#all")
    void badRequest_besideAHealthySubscriber_isAProblemAndHurtsNobody(BadRequest bad) throws Exception {
        Subscriber healthy = subscribe("topic=healthy");

        Answer answer = Answer.to(server.port(), bad.request(), bad.body());

        assertThat(answer.status()).isEqualTo(bad.status());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.body())
                .startsWith("{\"type\":\"about:blank\",\"title\":\"")
                .contains("\"status\":" + bad.status(), bad.sentence())
                .doesNotContain("Exception", "\tat ", "jersey", "jetty", "catalina");
        assertThat(answer.headers()).noneMatch(header -> header.startsWith("Set-Cookie"));
        publish("topic=healthy", "still here");
        awaitData(healthy, "still here");
    }

    @Test
    void methodNotAllowed_answered_namesTheMethods() throws Exception {
        Answer answer = Answer.to(server.port(), Answer.head("PUT", "/events") + "Content-Length: 0\r\n\r\n");

        assertThat(answer.header("Allow").split(", ?")).containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS", "POST");
    }

    @Test
    void serverTopics_subscribed_comeWithinTwoSeconds() throws Exception {
        Subscriber subscriber = withServerTopics();

        assertThat(subscriber.events())
                .filteredOn(event -> event.name().equals("memory"))
                .first()
                .satisfies(event -> assertThat(event.data()).matches("\\{\"heapUsed\":\\d+,.*}"));
        assertThat(subscriber.events())
                .filteredOn(event -> event.name().equals("hub"))
                .first()
                .satisfies(event -> assertThat(event.data())
                        .contains(
                                "\"closed\":{\"client-gone\":",
                                "\"admission\":{\"admitted\":",
                                "\"rate\":" + HubConfig.builder().build().acceptRate() + ",")
                        .contains(
                                "\"retry\":{\"from\":1000,\"to\":2000}",
                                "\"budget\":{\"open\":",
                                "\"lag\":{\"slowest\":")
                        .doesNotContain("drain\":"));
    }

    /** A machine that stands still for a moment is asked again. */
    private Subscriber withServerTopics() throws Exception {
        for (int attempt = 1; ; attempt++) {
            Subscriber subscriber = subscribe("topic=server/**");
            try {
                await().atMost(Duration.ofSeconds(2))
                        .untilAsserted(() -> assertThat(subscriber.events())
                                .extracting(Subscriber.Event::name)
                                .contains("cpu", "memory", "gc", "threads", "streams", "hub"));
                return subscriber;
            } catch (ConditionTimeoutException late) {
                if (attempt == ATTEMPTS) {
                    throw late;
                }
            }
        }
    }

    @Test
    void metrics_scraped_haveTheHubAndTheJvm() throws Exception {
        Subscriber subscriber = subscribe("topic=metrics");
        publish("topic=metrics", "x");
        awaitData(subscriber, "x");

        Answer answer = Answer.get(server.port(), "/metrics");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).matches("text/plain; ?version=0\\.0\\.4; ?charset=utf-8");
        assertThat(answer.body()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.replaceAll(" [^ ]*$", "")))
                .contains(
                        "breakwater_streams_open",
                        "breakwater_streams_opened_total",
                        "breakwater_streams_closed_total{reason=\"client-gone\"}",
                        "breakwater_streams_closed_total{reason=\"too-slow\"}",
                        "breakwater_events_published_total",
                        "breakwater_deliveries_total",
                        "breakwater_delivered_bytes_total",
                        "breakwater_writes_total",
                        "breakwater_heartbeats_total",
                        "breakwater_gaps_total",
                        "breakwater_log_events",
                        "breakwater_log_bytes",
                        "breakwater_topics",
                        "breakwater_lag_slowest",
                        "breakwater_lag_events_bucket{le=\"10.0\"}",
                        "breakwater_lag_events_bucket{le=\"+Inf\"}",
                        "jvm_memory_used_bytes{area=\"heap\",id=\"" + heapPool() + "\"}",
                        "jvm_threads_live_threads",
                        "process_cpu_usage");
        assertThat(answer.body().lines().filter(line -> line.startsWith("breakwater_deliveries_total")))
                .allSatisfy(line -> assertThat(line).doesNotEndWith(" 0.0"));
    }

    private static String heapPool() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .findFirst()
                .orElseThrow()
                .getName();
    }

    @Test
    void health_whileTheHubWorks_isUp() throws Exception {
        assertThat(Answer.get(server.port(), "/health/live").body()).isEqualTo("{\"status\":\"up\"}");
        assertThat(Answer.get(server.port(), "/health/ready").status()).isEqualTo(200);
    }

    @Test
    void page_opened_loadsWithItsFilesAndIsConfined() throws Exception {
        Answer page = Answer.get(server.port(), "/");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'", "frame-ancestors 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.body()).contains("<title>Breakwater</title>").doesNotContain("<script>", "style=");
        Matcher links = Pattern.compile("(?:src|href)=\"([^\"#]+)\"").matcher(page.body());
        while (links.find()) {
            assertThat(Answer.get(server.port(), "/" + links.group(1)).status())
                    .as(links.group(1))
                    .isEqualTo(200);
        }
        assertThat(Answer.get(server.port(), "/dashboard/main.js").header("Content-Type"))
                .contains("javascript");
        assertThat(Answer.get(server.port(), "/dashboard.css").header("Content-Type"))
                .startsWith("text/css");
    }

    @Test
    void cors_notConfigured_opensNothing() throws Exception {
        Answer stream = Answer.to(
                server.port(), Answer.head("HEAD", "/events?topic=a", "Origin: https://app.example.com") + "\r\n");
        Answer preflight = Answer.to(
                server.port(),
                Answer.head(
                                "OPTIONS",
                                "/events",
                                "Origin: https://app.example.com",
                                "Access-Control-Request-Method: POST")
                        + "\r\n");

        assertThat(stream.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
    }
}
