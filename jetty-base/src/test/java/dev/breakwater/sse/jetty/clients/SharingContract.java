package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Alone;
import dev.breakwater.sse.jetty.process.Breakwater;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What many tabs show that share one stream. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SharingContract {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int KILLS = 50;
    private static final int CRASHES = 2;

    @TempDir
    private static Path directory;

    private Browser browser;
    private Breakwater server;
    private int tests;

    /** The server's root, by a host of each test's own: no tab, worker or connection of another one is in its way. */
    private URI root;

    private final List<SourcePage> pages = new ArrayList<>();

    /** Starts the browser, which needs an empty directory. */
    abstract Browser start(Path profile) throws Exception;

    abstract void quit();

    @BeforeAll
    void startBrowser() throws Exception {
        browser = start(directory);
        server = Breakwater.start(
                Map.of("BREAKWATER_HEARTBEAT", "1s", "BREAKWATER_SERVER_TOPICS", "off"),
                "--port",
                "0",
                "--host",
                "0.0.0.0");
    }

    @AfterAll
    void quitBrowser() {
        quit();
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void newHost() {
        tests++;
        root = URI.create("http://127.0.0." + tests + ':' + server.url().getPort() + '/');
    }

    @AfterEach
    void closePages() throws Exception {
        Browser.sideBySide(pages.stream().<Callable<?>>map(page -> () -> {
            page.close();
            return page;
        }));
        pages.clear();
    }

    private SourcePage page() throws Exception {
        SourcePage page = new SourcePage(browser.newTab(), root);
        pages.add(page);
        return page;
    }

    private SourcePage page(String mode, String options) throws Exception {
        return page().follow("{ mode: '%s', %s }".formatted(mode, options));
    }

    private void close(SourcePage page) throws Exception {
        pages.remove(page);
        page.close();
    }

    private double streams() throws Exception {
        return server.metric("breakwater_streams_open");
    }

    private static void awaitOpen(SourcePage page) {
        await().atMost(SOON).until(page::isOpen);
    }

    private static void awaitLast(SourcePage page, String topic, int number) {
        await().atMost(SOON).until(() -> page.last(topic) >= number);
    }

    // One connection

    @ParameterizedTest
    @ValueSource(strings = {"worker", "leader"})
    void tabs_share_oneConnection_andGetTheirOwnTopics(String mode) throws Exception {
        pages.addAll(Browser.sideBySide(IntStream.range(0, 20)
                .mapToObj(i -> "{ mode: '%s', topics: ['all', 'tab/%d', 'group/%d'] }".formatted(mode, i, i % 3))
                .map(options -> () -> new SourcePage(browser.newTab(), root).follow(options))));
        for (SourcePage page : pages) {
            awaitOpen(page);
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(streams()).isEqualTo(1));

        List<String> topics = List.of("all", "tab/0", "tab/1", "tab/19", "group/0", "group/1", "group/2", "other");
        try (Numbers numbers = new Numbers(server, topics)) {
            await().atMost(SOON).until(() -> numbers.last("all") >= 50);
            for (SourcePage page : pages) {
                awaitLast(page, "all", 50);
            }
            assertThat(pages.get(19).seen().path("last").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("all", "tab/19", "group/1");
            assertThat(pages.get(2).seen().path("last").fieldNames())
                    .toIterable()
                    .containsExactlyInAnyOrder("all", "group/2");
            for (SourcePage page : pages) {
                assertThat(page.fetchMillis()).isLessThan(1_000);
            }
            assertThat(streams()).isEqualTo(1);
        }
    }

    /** Shows that the test above can fail. */
    @Test
    void nativeEventSources_ofManyTabs_haveTheNextOneHang() throws Exception {
        int tabs = 0;
        boolean hangs = false;
        while (!hangs && tabs < 12) {
            SourcePage page = page();
            page.evaluate("window.native = new EventSource('/events?topic=a'); ''");
            tabs++;
            hangs = tabs >= 6 && page.fetchMillis() > 3_000;
        }
        assertThat(hangs).as("after " + tabs + " tabs").isTrue();
        assertThat(tabs).isBetween(6, 10);
    }

    // The leader

    @Alone
    @Test
    void leader_killed_isFollowedByAnother_withinASecond_withoutLossOrRepeat() throws Exception {
        Deque<SourcePage> tabs = new ArrayDeque<>();
        double longest = 0;
        double opened = server.metric("breakwater_streams_opened_total");
        for (int i = 0; i < 4; i++) {
            tabs.add(page("leader", "topics: ['a', 'b/" + i + "']"));
            awaitOpen(tabs.getLast());
        }
        try (Numbers numbers = new Numbers(server, List.of("a", "b/0", "b/1"))) {
            for (int kill = 0; kill < KILLS; kill++) {
                int before = numbers.last("a");
                for (SourcePage tab : tabs) {
                    awaitLast(tab, "a", before);
                }
                SourcePage leader = tabs.removeFirst();
                longest = Math.max(longest, leader.seen().path("longest").asDouble());
                close(leader);
                tabs.add(page("leader", "topics: ['a', 'b/" + kill % 4 + "']"));
                awaitOpen(tabs.getLast());
            }
            int end = numbers.last("a");
            for (SourcePage tab : tabs) {
                awaitLast(tab, "a", end);
            }
        }
        for (SourcePage tab : tabs) {
            assertThat(tab.seen().path("gaps")).isEmpty();
            longest = Math.max(longest, tab.seen().path("longest").asDouble());
        }
        System.out.println("longest time without an event, over " + KILLS + " takeovers: " + longest + " ms");
        assertThat(longest).isLessThan(1_000);
        assertThat(server.metric("breakwater_streams_opened_total") - opened).isGreaterThanOrEqualTo(KILLS);
    }

    /** In each browser the first tab's process has the shared worker, and each tab has a process of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"worker", "leader"})
    void process_ofTheStream_killed_isFollowedByAnother_withoutLossOrRepeat(String mode) throws Exception {
        Deque<SourcePage> tabs = new ArrayDeque<>();
        Deque<ProcessHandle> processes = new ArrayDeque<>();
        for (int i = 0; i < CRASHES + 1; i++) {
            tabs.add(page(mode, "topics: ['a', 'b/" + i + "']"));
            awaitOpen(tabs.getLast());
            processes.add(tabs.getLast().process());
        }
        assertThat(processes).doesNotHaveDuplicates();
        double longest = 0;
        try (Numbers numbers = new Numbers(server, List.of("a", "b/0", "b/1", "b/2"))) {
            for (int crash = 0; crash < CRASHES; crash++) {
                int before = numbers.last("a");
                for (SourcePage tab : tabs) {
                    awaitLast(tab, "a", before);
                }
                double opened = server.metric("breakwater_streams_opened_total");
                pages.remove(tabs.removeFirst());
                ProcessHandle process = processes.removeFirst();
                process.destroyForcibly();
                process.onExit().join();
                if (crash == 0) {
                    await().atMost(SOON).until(() -> server.metric("breakwater_streams_opened_total") > opened);
                }
                int then = numbers.last("a");
                for (SourcePage tab : tabs) {
                    awaitLast(tab, "a", then + 10);
                }
                await().atMost(SOON).untilAsserted(() -> assertThat(streams()).isEqualTo(1));
            }
        }
        for (SourcePage tab : tabs) {
            assertThat(tab.seen().path("gaps")).isEmpty();
            assertThat(tab.last("b/2")).isPositive();
            longest = Math.max(longest, tab.seen().path("longest").asDouble());
        }
        System.out.println(
                "longest time without an event, over " + CRASHES + " crashes, " + mode + ": " + longest + " ms");
    }

    // Topics and starts

    @ParameterizedTest
    @ValueSource(strings = {"worker", "leader", "none"})
    void topics_changed_aHundredTimes_whileEventsFlow_loseAndRepeatNothing(String mode) throws Exception {
        SourcePage steady = page(mode, "topics: ['a', 'b']");
        SourcePage changing = page(mode, "topics: ['a']");
        awaitOpen(steady);
        awaitOpen(changing);
        try (Numbers numbers = new Numbers(server, List.of("a", "b", "c/0", "c/1", "c/2"))) {
            awaitLast(changing, "a", 10);
            changing.evaluate("""
                    (async () => {
                      for (let i = 0; i < 100; i++) {
                        delete seen.last[`c/${(i + 2) % 3}`];
                        source.setTopics(['a', `c/${i % 3}`]);
                        // Not by a timer, which a hidden tab gets late.
                        await (await fetch('/health/live')).text();
                      }
                      delete seen.last['c/0'];
                      return '';
                    })()
                    """);
            int then = numbers.last("a");
            awaitLast(changing, "a", then + 20);
            awaitLast(steady, "b", then + 20);
            awaitLast(steady, "a", then + 20);
        }
        assertThat(steady.seen().path("gaps")).isEmpty();
        assertThat(changing.seen().path("errors")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "leader"})
    void tab_thatJoinsLate_getsItsReplay_andTheOthersNoRepeats(String mode) throws Exception {
        String topic = "late/" + mode;
        for (int i = 0; i < 30; i++) {
            server.publish(topic, Integer.toString(i));
        }
        SourcePage live = page(mode, "topics: ['" + topic + "', 'b']");
        awaitOpen(live);
        server.publish(topic, "30");
        awaitLast(live, topic, 30);
        assertThat(live.seen().path("count").asInt()).isEqualTo(1);

        try (Numbers numbers = new Numbers(server, List.of("b"))) {
            SourcePage earliest = page(mode, "topics: ['" + topic + "'], from: 'earliest'");
            SourcePage last = page(mode, "topics: ['" + topic + "'], last: 5");
            SourcePage latest = page(mode, "topics: ['" + topic + "', 'c']");
            awaitLast(earliest, topic, 30);
            awaitLast(last, topic, 30);
            awaitOpen(latest);
            server.publish(topic, "31");
            for (SourcePage page : pages) {
                awaitLast(page, topic, 31);
            }
            assertThat(earliest.seen().path("count").asInt()).isEqualTo(32);
            assertThat(last.seen().path("count").asInt()).isEqualTo(6);
            assertThat(latest.seen().path("count").asInt()).isEqualTo(1);
            awaitLast(live, "b", numbers.last("b"));
            await().atMost(SOON).untilAsserted(() -> assertThat(streams()).isEqualTo(1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "leader", "none"})
    void topicThatIsRefused_isToldInTheServersWords_toNobodyElse(String mode) throws Exception {
        SourcePage good = page(mode, "topics: ['a']");
        awaitOpen(good);
        SourcePage bad = page(mode, "topics: ['a', 'with blank']");
        await().atMost(SOON)
                .until(() -> bad.seen().path("errors").toString().contains("topic pattern must have no white space"));
        assertThat(bad.evaluate("String(source.readyState)")).isEqualTo("2");
        SourcePage other = page(mode, "topics: [7]");
        awaitOpen(other);
        server.publish("a", "0");
        server.publish("7", "0");
        awaitLast(good, "a", 0);
        awaitLast(other, "7", 0);
        assertThat(good.seen().path("errors")).isEmpty();
    }
}
