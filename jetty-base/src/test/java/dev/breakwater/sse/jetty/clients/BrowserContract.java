package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Breakwater;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What only browsers do: many tabs, which come back by themselves or give up for ever. */
abstract class BrowserContract extends ClientContract {
    private static final int TABS = 30;
    private static final int ROOM = 12;
    private static final Duration SOON = Duration.ofSeconds(40);

    /** Between looks at all tabs, which keep the browser from its work. */
    private static final Duration MANY_LOOKS = Duration.ofMillis(250);

    /** What page code can see of its stream. That nobody closes it by accident, the page itself watches all the time. */
    private static final String SUBSCRIBE = """
            window.received = 0;
            window.gaveUp = false;
            window.source = new EventSource('/events?topic=tabs');
            window.source.onmessage = () => window.received++;
            window.source.onerror = () => window.gaveUp ||= window.source.readyState === EventSource.CLOSED;
            ''
            """;

    abstract Browser browser();

    /** A page of a host of its own: to one host a browser opens six connections and no more. */
    private Browser.Tab tab(int number, int port) throws Exception {
        Browser.Tab tab = browser().newTab();
        tab.open(URI.create("http://127.0.0." + number + ":" + port + "/metrics"));
        tab.evaluate(SUBSCRIBE);
        return tab;
    }

    private static List<Browser.Tab> withEvents(List<Browser.Tab> tabs) throws Exception {
        List<Browser.Tab> found = new ArrayList<>();
        for (Browser.Tab tab : tabs) {
            if (!tab.evaluate("String(window.received)").equals("0")) {
                found.add(tab);
            }
        }
        return found;
    }

    @Test
    void tabs_overTheBudget_comeInAsRoomAppears_andNoneGivesUp() throws Exception {
        Map<String, String> settings = Map.of(
                "BREAKWATER_BUDGET_TOTAL",
                Integer.toString(ROOM),
                "BREAKWATER_HEARTBEAT",
                "1s",
                "BREAKWATER_SERVER_TOPICS",
                "off");
        List<Browser.Tab> all = new ArrayList<>();
        try (Breakwater server = Breakwater.start(settings, "--port", "0", "--host", "0.0.0.0")) {
            all.addAll(Browser.sideBySide(IntStream.rangeClosed(1, TABS)
                    .mapToObj(number -> () -> tab(number, server.url().getPort()))));
            List<Browser.Tab> waiting = new ArrayList<>(all);
            while (!waiting.isEmpty()) {
                int room = Math.min(ROOM, waiting.size());
                await().atMost(SOON).pollInterval(MANY_LOOKS).untilAsserted(() -> {
                    assertThat(server.publish("tabs", "anybody new?").statusCode())
                            .isEqualTo(201);
                    assertThat(withEvents(waiting)).hasSize(room);
                });
                List<Browser.Tab> open = withEvents(waiting);
                for (Browser.Tab tab : all) {
                    assertThat(tab.evaluate("String(window.gaveUp)")).isEqualTo("false");
                }
                for (Browser.Tab tab : open) {
                    tab.evaluate("window.source.close(); ''");
                }
                waiting.removeAll(open);
            }
        } finally {
            Browser.sideBySide(all.stream().<Callable<?>>map(tab -> () -> {
                tab.close();
                return tab;
            }));
        }
    }
}
