package dev.breakwater.sse.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, who is sent away, and when, in every servlet container. */
@Timeout(120)
abstract class GovernedContract {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOKEN = "Authorization: Bearer test-token";
    private static final String STREAM = "Accept: text/event-stream";

    private final WebServer server = newServer();
    private final List<Subscriber> subscribers = new ArrayList<>();

    abstract WebServer newServer();

    @AfterEach
    void stop() throws Exception {
        for (Subscriber subscriber : subscribers) {
            subscriber.close();
        }
        server.close();
    }

    private int start(String... settings) throws Exception {
        Map<String, String> parameters =
                new HashMap<>(Map.of("breakwater.token", "test-token", "breakwater.server-topics", "off"));
        for (int i = 0; i < settings.length; i += 2) {
            parameters.put(settings[i], settings[i + 1]);
        }
        server.start(parameters);
        return server.port();
    }

    private Subscriber subscribe(String query, String... headers) throws Exception {
        Subscriber subscriber = Subscriber.open(server.port(), "/events?" + query, headers);
        subscribers.add(subscriber);
        return subscriber;
    }

    private List<Subscriber> opened(int count, String query) throws Exception {
        List<Subscriber> opened = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Subscriber one = subscribe(query);
            await().atMost(SOON).until(() -> !one.lastEventId().isEmpty());
            opened.add(one);
        }
        return opened;
    }

    private Answer post(String path) throws Exception {
        return Answer.post(server.port(), path, "", TOKEN);
    }

    private String metric(String name) throws Exception {
        String metrics = Answer.get(server.port(), "/metrics").body();
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("none");
    }

    /** A client sees the end of its stream before the server has counted it. */
    private void awaitClosed(CloseReason reason, long streams) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(server.hub().counters().closed(reason)).isEqualTo(streams));
    }

    private static void assertThatComeBack(Answer answer) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).anyMatch(header -> header.toLowerCase().startsWith("content-length: "));
        assertThat(answer.headers())
                .anyMatch(header -> header.toLowerCase().startsWith("content-type: text/event-str"));
        assertThat(answer.body()).matches("retry: \\d{3,6}\n\n");
    }

    @Test
    void clientsAboveTheRate_getTheComeBackAnswer_withTheHeadersOfCors() throws Exception {
        int port = start("breakwater.accept-rate", "1", "breakwater.cors.origins", "*");
        opened(1, "topic=a");
        // So many wait then that whoever comes now is not let in, however long this takes: a stream would not end.
        for (int client = 0; client < 100; client++) {
            server.hub().admission().admit(client);
        }

        Answer last = Answer.get(port, "/events?topic=a", STREAM, "Origin: http://a");

        assertThatComeBack(last);
        assertThat(last.headers()).anyMatch(header -> header.equalsIgnoreCase("Access-Control-Allow-Origin: *"));
        assertThat(Double.parseDouble(metric("breakwater_admission_deferred_total{reason=\"rate\"}")))
                .isPositive();
        Answer problem = Answer.get(
                port, "/events?topic=a", "Accept: text/event-stream, application/problem+json", "Origin: http://a");
        assertThat(problem.status()).isEqualTo(503);
        assertThat(problem.headers()).anyMatch(header -> header.toLowerCase().startsWith("retry-after: "));
        assertThat(problem.body()).contains("more clients come at once");
    }

    @Test
    void drain_closesStreamsAndSaysSoEverywhere_untilItIsTakenBack() throws Exception {
        int port = start();
        List<Subscriber> open = opened(6, "topic=a");

        Answer begun = post("/admin/drain?window=2s");

        assertThat(begun.status()).isEqualTo(202);
        assertThat(begun.body()).contains("\"state\":\"draining\"").contains("\"total\":6");
        assertThat(Answer.get(port, "/health/ready").status()).isEqualTo(503);
        assertThat(Answer.get(port, "/health/live").status()).isEqualTo(200);
        assertThatComeBack(Answer.get(port, "/events?topic=a", STREAM));
        assertThat(metric("breakwater_draining")).isEqualTo("1.0");
        await().atMost(SOON).until(() -> open.stream().allMatch(Subscriber::isOver));
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(Answer.get(port, "/admin/drain", TOKEN).body())
                                .contains("\"state\":\"drained\""));
        awaitClosed(CloseReason.DRAINED, 6);

        assertThat(post("/admin/resume").body()).contains("\"state\":\"open\"");
        assertThat(Answer.get(port, "/health/ready").status()).isEqualTo(200);
        opened(1, "topic=a");
        assertThat(metric("breakwater_draining")).isEqualTo("0.0");
    }

    /** What was published before and while the server is emptied reaches a client that keeps its last event id, once. */
    @Test
    void drainedClient_thatComesBack_missesNothing() throws Exception {
        start();
        Subscriber client = opened(1, "topic=a").get(0);
        for (int i = 0; i < 50; i++) {
            Answer.post(server.port(), "/events?topic=a", Integer.toString(i), TOKEN);
        }
        post("/admin/drain?window=0s");
        for (int i = 50; i < 100; i++) {
            Answer.post(server.port(), "/events?topic=a", Integer.toString(i), TOKEN);
        }
        await().atMost(SOON).until(client::isOver);
        post("/admin/resume");

        Subscriber back = subscribe("topic=a", "Last-Event-ID", client.lastEventId());

        await().atMost(SOON).until(() -> client.data().size() + back.data().size() >= 100);
        List<String> all = new ArrayList<>(client.data());
        all.addAll(back.data());
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            expected.add(Integer.toString(i));
        }
        assertThat(all).isEqualTo(expected);
        assertThat(back.gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "-1s", "61m", "1h", "99999999s", "30%20s", "s", "%C3%BC", "PT30S", "0x1s"})
    void drain_withAWindowThatIsNone_isRefusedAndDoesNothing(String window) throws Exception {
        start();

        Answer refused = post("/admin/drain?window=" + window);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("window must be 0s..60m");
        assertThat(server.hub().draining()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"POST, /admin/drain", "POST, /admin/resume", "GET, /admin/drain"})
    void admin_withoutTheToken_isRefused(String method, String path) throws Exception {
        int port = start();

        Answer none = Answer.to(port, Answer.head(method, path) + "Content-Length: 0\r\n\r\n");
        Answer wrong = Answer.to(
                port, Answer.head(method, path, "Authorization: Bearer wrong-token") + "Content-Length: 0\r\n\r\n");

        assertThat(none.status()).isEqualTo(401);
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(server.hub().draining()).isNull();
    }

    @Test
    void budget_ofAnAddress_defersAndIsGivenBack() throws Exception {
        int port = start("breakwater.budget.per-address", "2", "breakwater.heartbeat", "100ms");
        List<Subscriber> open = opened(2, "topic=a");

        assertThatComeBack(Answer.get(port, "/events?topic=a", STREAM));
        assertThat(metric("breakwater_budget_open")).isEqualTo("2.0");
        assertThat(metric("breakwater_admission_deferred_total{reason=\"budget-address\"}"))
                .isEqualTo("1.0");
        open.get(0).close();
        await().atMost(SOON).until(() -> metric("breakwater_budget_open").equals("1.0"));

        opened(1, "topic=a");
    }

    @Test
    void budget_thatReplaces_endsTheOldestStreamProperly() throws Exception {
        start("breakwater.budget.per-address", "2", "breakwater.budget.when-full", "replace");
        List<Subscriber> open = opened(2, "topic=a");

        opened(1, "topic=a");

        await().atMost(SOON).until(open.get(0)::isOver);
        assertThat(open.get(1).isOver()).isFalse();
        awaitClosed(CloseReason.REPLACED, 1);
        await().atMost(SOON).until(() -> metric("breakwater_budget_open").equals("2.0"));
    }

    @Test
    void client_thatReturnsWithItsId_takesItsGhostsPlaceAtOnce() throws Exception {
        start("breakwater.budget.per-address", "1");
        Subscriber ghost = opened(1, "topic=a&client=tab-1").get(0);

        Subscriber back = subscribe("topic=a", "Breakwater-Client", "tab-1");

        await().atMost(SOON).until(ghost::isOver);
        await().atMost(SOON).until(() -> !back.lastEventId().isEmpty());
        assertThat(back.isOver()).isFalse();
        awaitClosed(CloseReason.REPLACED, 1);
        await().atMost(SOON).until(() -> metric("breakwater_budget_open").equals("1.0"));
    }

    /** Its stream was ended by any request that named it, one with a topic that is none among them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "topic=with%20blank&client=tab-1",
                "client=tab-1",
                "topic=a&client=tab-1&last=-1",
                "topic=a&client=tab-1&from=nowhere"
            })
    void client_whoseNextRequestIsRefused_keepsItsStream(String query) throws Exception {
        int port = start("breakwater.budget.per-address", "1");
        Subscriber open = subscribe("topic=a&client=tab-1");
        await().atMost(SOON).until(() -> !open.lastEventId().isEmpty());

        assertThat(Answer.get(port, "/events?" + query, "Accept: text/event-stream")
                        .status())
                .isEqualTo(400);

        await().atMost(SOON).until(() -> metric("breakwater_budget_open").equals("1.0"));
        assertThat(server.hub().counters().closed(CloseReason.REPLACED)).isZero();
        assertThat(open.isOver()).isFalse();
        Subscriber next = subscribe("topic=a&client=tab-1");
        await().atMost(SOON).until(open::isOver);
        await().atMost(SOON).until(() -> !next.lastEventId().isEmpty());
    }

    /** Behind a trusted proxy two users of it are two owners, and one cannot end the stream of the other. */
    @Test
    void client_thatNamesTheIdOfAnotherAddress_takesNothing() throws Exception {
        start("breakwater.trusted-proxies", "127.0.0.1");
        Subscriber victim = subscribe("topic=a&client=tab-1", "X-Forwarded-For", "203.0.113.1");
        await().atMost(SOON).until(() -> !victim.lastEventId().isEmpty());

        Subscriber stranger = subscribe("topic=a&client=tab-1", "X-Forwarded-For", "203.0.113.2");

        await().atMost(SOON).until(() -> !stranger.lastEventId().isEmpty());
        assertThat(victim.isOver()).isFalse();
    }

    @Test
    void client_withAnIdThatIsNone_isToldSo() throws Exception {
        int port = start();

        assertThat(Answer.get(port, "/events?topic=a&client=a%20b").status()).isEqualTo(400);
        assertThat(Answer.get(port, "/events?topic=a&client=" + "x".repeat(65)).body())
                .contains("client must be 1..64 visible ASCII characters");
        assertThat(Answer.get(port, "/events?topic=a", "Breakwater-Client: " + "x".repeat(65))
                        .status())
                .isEqualTo(400);
    }

    /** Streams end properly, spread, within a bound. */
    @Test
    void context_undeployed_drainsFirst() throws Exception {
        start("breakwater.accept-rate", "10", "breakwater.drain.window", "1s", "breakwater.admission", "off");
        List<Subscriber> open = opened(10, "topic=a");
        SseHub hub = server.hub();
        long begin = System.nanoTime();

        server.undeploy();

        await().atMost(SOON).until(() -> open.stream().allMatch(Subscriber::isOver));
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(Duration.ofMillis(800), Duration.ofSeconds(15));
        long drained = hub.counters().closed(CloseReason.DRAINED);
        long cutByContainer = hub.counters().closed(CloseReason.SERVER);
        assertThat(drained + cutByContainer).isEqualTo(10);
        assertThat(drained).isGreaterThanOrEqualTo(drainedAtLeast(10));
    }

    /** How many of so many streams a container lets end by a drain when it takes the application away. */
    long drainedAtLeast(long streams) {
        return streams;
    }
}
