package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.clients.Gate.Answer;
import dev.breakwater.sse.jetty.process.Breakwater;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page is told, and what its client does, when it gets another answer than a stream. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AnswersContract {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** A browser's timer may be a little early by another clock. */
    private static final long TOLERANCE_MILLIS = 50;

    @TempDir
    private static Path profile;

    private Browser browser;
    private Breakwater server;
    private Gate gate;
    private SourcePage page;

    /** Starts the browser, which needs an empty directory. */
    abstract Browser start(Path profile) throws Exception;

    abstract void quit();

    @BeforeAll
    void startBrowser() throws Exception {
        browser = start(profile);
        server = Breakwater.start(
                Map.of(
                        "BREAKWATER_HEARTBEAT", "1s",
                        "BREAKWATER_RETRY_FLOOR", "500ms",
                        "BREAKWATER_SERVER_TOPICS", "off"),
                "--port",
                "0");
    }

    @AfterAll
    void quitBrowser() {
        quit();
        server.close();
    }

    @BeforeEach
    void openPage() throws Exception {
        gate = new Gate(server.url());
        page = new SourcePage(browser.newTab(), gate.url());
    }

    @AfterEach
    void closePage() throws Exception {
        page.close();
        gate.close();
    }

    private void publish(int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            assertThat(server.publish("a", Integer.toString(i)).statusCode()).isEqualTo(201);
        }
    }

    private void awaitLast(int number) {
        await().atMost(SOON).until(() -> page.last("a") == number);
    }

    private void awaitError(String words) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(page.seen().path("errors").toString()).contains(words));
    }

    /** A page that has five events. */
    private void begin(String options) throws Exception {
        page.follow(options);
        await().atMost(SOON).until(page::isOpen);
        publish(0, 5);
        awaitLast(4);
    }

    // Tokens

    @Test
    void token_thatHasExpired_isRenewed_withoutAGap() throws Exception {
        AtomicReference<String> valid = new AtomicReference<>("Bearer one");
        AtomicInteger refused = new AtomicInteger();
        gate.rule(asked -> {
            if (valid.get().equals(asked.getRequestHeaders().getFirst("Authorization"))) {
                return null;
            }
            refused.incrementAndGet();
            return Answer.problem(401, "the token has expired");
        });
        page.evaluate("window.token = window.next = 'one'; ''");
        begin("{ topics: ['a'], token: async ({ renew }) => { if (renew) { token = next; } return token; } }");

        page.evaluate("window.next = 'two'; ''");
        valid.set("Bearer two");
        gate.endStreams();
        publish(5, 10);
        awaitLast(9);
        assertThat(refused).hasValue(1);
        assertThat(page.seen().path("errors").toString()).doesNotContain("401");
        assertThat(page.seen().path("gaps")).isEmpty();

        valid.set("Bearer three");
        gate.endStreams();
        awaitError("401 the token has expired 2");
        assertThat(refused).as("the old one, and the same as a new one").hasValue(3);
    }

    // Times that a server gives

    @ParameterizedTest
    @CsvSource({"503, too many streams", "429, you ask too often"})
    void retryAfter_isObeyed_andLosesNothing(int status, String words) throws Exception {
        begin("{ topics: ['a'] }");
        AtomicInteger left = new AtomicInteger(2);
        Answer busy = Answer.problem(status, words);
        gate.rule(asked -> left.getAndDecrement() > 0
                ? new Answer(
                        status, Map.of("Content-Type", "application/problem+json", "Retry-After", "2"), busy.body())
                : null);
        int before = gate.asked().size();
        gate.endStreams();
        publish(5, 10);
        awaitLast(9);
        assertSpaced(gate.asked().subList(before, gate.asked().size()), 2_000);
        awaitError(status + " " + words + " 0");
        assertThat(page.seen().path("gaps")).isEmpty();
    }

    @Test
    void comeBackAnswer_isObeyed_andLosesNothing() throws Exception {
        begin("{ topics: ['a'] }");
        AtomicInteger left = new AtomicInteger(2);
        gate.rule(asked -> left.getAndDecrement() > 0
                ? new Answer(200, Map.of("Content-Type", "text/event-stream"), "retry: 2000\n\n")
                : null);
        int before = gate.asked().size();
        gate.endStreams();
        publish(5, 10);
        awaitLast(9);
        assertSpaced(gate.asked().subList(before, gate.asked().size()), 2_000);
        assertThat(page.seen().path("gaps")).isEmpty();
    }

    private static void assertSpaced(List<Long> times, long least) {
        assertThat(times).hasSize(3);
        for (int i = 1; i < times.size(); i++) {
            assertThat(times.get(i) - times.get(i - 1)).isGreaterThanOrEqualTo(least - TOLERANCE_MILLIS);
        }
    }

    // Bad input

    @ParameterizedTest
    @CsvSource({
        "200, text/html, 200 the server answers 200 OK text/html 2",
        "404, text/html, 404 the server answers 404 Not Found text/html 2",
        "200, text/plain, 200 the server answers 200 OK text/plain 2",
        "204, text/plain, 204 the server answers 204 No Content text/plain 2"
    })
    void answer_thatIsNoStream_isToldInWords_andFinal(int status, String type, String words) throws Exception {
        gate.rule(asked -> new Answer(status, Map.of("Content-Type", type), status == 204 ? "" : "<h1>Well</h1>"));
        page.follow("{ topics: ['a'] }");
        awaitError(words);
        assertThat(gate.asked()).hasSize(1);
    }

    @Test
    void errorPage_ofAProxy_isToldInWords_andPasses() throws Exception {
        begin("{ topics: ['a'] }");
        gate.rule(asked -> new Answer(500, Map.of("Content-Type", "text/html"), "<h1>Oh no</h1>"));
        gate.endStreams();
        publish(5, 10);
        awaitError("500 the server answers 500 Internal Server Error text/html 0");
        gate.rule(asked -> null);
        awaitLast(9);
        assertThat(page.seen().path("gaps")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "leader", "none"})
    void topic_thatIsNotAllowed_isToldInTheProblemsWords_andTheOthersGoOn(String mode) throws Exception {
        gate.rule(asked -> asked.getRequestURI().getQuery().contains("topic=secret")
                ? Answer.problem(403, "secret is not yours to read")
                : null);
        begin("{ topics: ['a'], mode: '" + mode + "' }");
        page.evaluate("source.setTopics(['a', 'secret']); ''");
        awaitError("403 secret is not yours to read 1");
        publish(5, 10);
        awaitLast(9);
        assertThat(page.evaluate("String(source.topics)")).isEqualTo("a");
    }

    @Test
    void address_whereNobodyIs_andOneThatIsNone_areToldInWords() throws Exception {
        int nobody;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            nobody = closed.getLocalPort();
        }
        String told = page.evaluate("""
                (async () => {
                  const { BreakwaterSource } = await import('/client/breakwater.js');
                  let wrong;
                  try {
                    new BreakwaterSource('http://:');
                  } catch (failure) {
                    wrong = failure.name;
                  }
                  const source = new BreakwaterSource('http://127.0.0.1:%d/events', { share: false });
                  const { message } = await new Promise(told => { source.onerror = told; });
                  const words = `${wrong}; ${message}; ${source.readyState}`;
                  source.close();
                  return words;
                })()
                """.formatted(nobody));
        assertThat(told).matches("TypeError; connection failed: .+; 0");
    }
}
