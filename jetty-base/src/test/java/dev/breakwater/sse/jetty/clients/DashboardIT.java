package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Breakwater;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dashboard in Chromium, by somebody who has no mouse. */
@Timeout(120)
class DashboardIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String TOKEN = "token-of-the-test";
    private static final String TAB = "\uE004";
    private static final String UP = "\uE013";
    private static final String ENTER = "\uE007";
    private static final int MOST_STOPS = 40;

    private static Chromium chromium;

    private Breakwater server;
    private Browser.Tab page;

    @BeforeAll
    static void startBrowser() throws Exception {
        chromium = Chromium.start();
    }

    @AfterAll
    static void quitBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openPage() throws Exception {
        server = Breakwater.start(Map.of("BREAKWATER_TOKEN", TOKEN), "--port", "0");
        page = chromium.browser().newTab();
        page.activate();
        page.open(server.url());
        await().atMost(SOON).until(() -> text("state").equals("connected"));
    }

    @AfterEach
    void closePage() throws Exception {
        if (page != null) {
            page.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private String text(String id) throws Exception {
        return page.evaluate("document.getElementById('" + id + "').innerText");
    }

    /** What has the focus: its id or else what it says. */
    private String focused() throws Exception {
        return page.evaluate("document.activeElement.id || document.activeElement.innerText.trim()");
    }

    private void tabTo(String name) throws Exception {
        List<String> stops = new ArrayList<>();
        while (!focused().equals(name)) {
            page.press(TAB);
            stops.add(focused());
            assertThat(stops).as("on the way to " + name).hasSizeLessThan(MOST_STOPS);
        }
    }

    @Test
    void everyControl_isReachedByTab_inOrder_seen_andHasALabel() throws Exception {
        List<String> stops = new ArrayList<>();
        page.press(TAB);
        while (!page.evaluate("document.activeElement.tagName").equals("BODY") && stops.size() < MOST_STOPS) {
            stops.add(focused());
            assertThat(page.evaluate("getComputedStyle(document.activeElement).outlineStyle"))
                    .as("how %s is seen to have the focus", stops.get(stops.size() - 1))
                    .isEqualTo("solid");
            assertThat(page.evaluate("""
                    (() => {
                      const { labels, innerText, attributes } = document.activeElement;
                      const other = attributes['aria-labelledby']?.value;
                      return labels?.[0]?.innerText || (other ? document.getElementById(other).innerText : innerText);
                    })()
                    """))
                    .as("what %s is called", stops.get(stops.size() - 1))
                    .isNotBlank();
            page.press(TAB);
        }
        assertThat(stops)
                .containsSubsequence(
                        "To the events",
                        "pause",
                        "clear",
                        "topics",
                        "names",
                        "from",
                        "Follow",
                        "token",
                        "publish-topic",
                        "publish-name",
                        "publish-key",
                        "publish-data",
                        "Publish",
                        "window",
                        "Drain",
                        "health",
                        "metrics");
        assertThat(stops).doesNotHaveDuplicates();
    }

    @Test
    void reader_withoutAMouse_followsPublishesAndDrains_onOneStream() throws Exception {
        tabTo("To the events");
        page.press(ENTER);
        assertThat(focused()).isEqualTo("tail-title");
        tabTo("topics");
        double opened = server.metric("breakwater_streams_opened_total");
        page.press("demo/*" + ENTER);
        await().atMost(SOON).until(() -> server.metric("breakwater_streams_opened_total") > opened);
        tabTo("token");
        page.press(TOKEN);
        tabTo("publish-topic");
        page.press("demo/a" + ENTER);
        await().atMost(SOON).until(() -> text("done").startsWith("published as "));
        await().atMost(SOON)
                .until(() -> text("rows").contains("demo/a") && text("rows").contains("hello"));
        await().atMost(SOON).until(() -> text("topic-rates").contains("demo/a"));
        assertThat(text("topic-rates")).as("what is not followed").doesNotContain("server/");
        assertThat(server.metric("breakwater_streams_open")).isEqualTo(1);
        assertThat(server.metric("breakwater_streams_opened_total") - server.metric("breakwater_streams_closed_total"))
                .isEqualTo(1);

        tabTo("pause");
        page.press(ENTER);
        assertThat(page.evaluate("document.activeElement.getAttribute('aria-pressed')"))
                .isEqualTo("true");

        tabTo("window");
        page.press(UP);
        tabTo("Drain");
        page.press(ENTER);
        assertThat(focused()).as("who presses Enter once more").isEqualTo("Keep them");
        page.press(ENTER);
        assertThat(focused()).as("the focus is where it was").isEqualTo("Drain");
        assertThat(text("drain-text")).isEmpty();

        page.press(ENTER);
        tabTo("End them");
        page.press(ENTER);
        await().atMost(SOON).until(() -> text("drain-text").startsWith("drained: no stream is left"));
        assertThat(server.metric("breakwater_streams_open")).isZero();

        tabTo("resume");
        page.press(ENTER);
        await().atMost(SOON).until(() -> text("done").equals("streams are let in again"));
        await().atMost(SOON).until(() -> server.metric("breakwater_streams_open") == 1);
    }
}
