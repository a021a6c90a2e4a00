package dev.breakwater.sse.jetty.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.sse.jetty.clients.Browser;
import dev.breakwater.sse.jetty.clients.Chromium;
import dev.breakwater.sse.jetty.proxies.ProxyProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The doctor's page in Chromium, on the most telling paths through real proxies, or on all of them with
 * {@code -Dbreakwater.paths=all}: examined side by side, a tab each.
 */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChromiumPathsIT {
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Path> TELLING = List.of(
            Path.APACHE_HEALTHY,
            Path.NGINX_BUFFERS_HTTP_1_0,
            Path.NGINX_STRIPS_ID,
            Path.HAPROXY_DELAYS,
            Path.APACHE_TIMEOUT,
            Path.CADDY_ENCODE,
            Path.VARNISH_CACHES);

    /** Not through Squid, which stands at the clients' end: it would have to be set in the browser. */
    private static final List<Path> EXAMINED = "all".equals(System.getProperty("breakwater.paths"))
            ? Stream.of(Path.values())
                    .filter(path -> path.program() != ProxyProgram.SQUID)
                    .toList()
            : TELLING;

    private static final String BEGIN = """
            document.getElementById('token').value = '%s';
            document.getElementById('patience').selectedIndex = 1;
            document.getElementById('begin').click();
            ''
            """;

    /** What the page shows, or an empty text while it shows nothing. */
    private static final String SHOWN = """
            (() => {
              const text = (within, selector) => [...within.querySelectorAll(selector)].map(each => each.textContent);
              if (document.getElementById('report').hidden && document.getElementById('problem').hidden) {
                return '';
              }
              return JSON.stringify({
                problem: document.getElementById('problem').textContent,
                verdict: document.getElementById('verdict-title').textContent,
                findings: [...document.querySelectorAll('.finding.fault')].map(each => ({
                  title: text(each, 'h3')[0], mends: text(each, '.mends div'), evidence: text(each, 'details li'),
                })),
                figures: text(document, '#figures tr'),
              });
            })()
            """;

    private final Map<Path, JsonNode> shown = new EnumMap<>(Path.class);
    private Paths paths;
    private Chromium chromium;

    @BeforeAll
    void examineAll() throws Exception {
        chromium = Chromium.start();
        paths = new Paths();
        paths.warm();
        for (int from = 0; from < EXAMINED.size(); from += TELLING.size()) {
            examine(EXAMINED.subList(from, Math.min(EXAMINED.size(), from + TELLING.size())));
        }
    }

    private void examine(List<Path> sideBySide) throws Exception {
        Map<Path, Browser.Tab> tabs = new EnumMap<>(Path.class);
        for (Path path : sideBySide) {
            Browser.Tab tab = chromium.browser().newTab();
            tab.open(paths.start(path).url().resolve("doctor"));
            tabs.put(path, tab);
        }
        for (Map.Entry<Path, Browser.Tab> tab : tabs.entrySet()) {
            paths.beginOutage(tab.getKey());
            tab.getValue().evaluate(BEGIN.formatted(Paths.TOKEN));
        }
        List<Path> left = new ArrayList<>(sideBySide);
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(500)).until(() -> {
            for (Path path : List.copyOf(left)) {
                String report = tabs.get(path).evaluate(SHOWN);
                if (!report.isEmpty()) {
                    shown.put(path, JSON.readTree(report));
                    left.remove(path);
                }
            }
            return left.isEmpty();
        });
        for (Browser.Tab tab : tabs.values()) {
            tab.close();
        }
    }

    @AfterAll
    void end() throws Exception {
        if (chromium != null) {
            chromium.close();
        }
        if (paths != null) {
            paths.close();
        }
    }

    static List<Path> examined() {
        return EXAMINED;
    }

    @ParameterizedTest
    @MethodSource("examined")
    void path_throughRealProxies_isJudgedRightly(Path path) {
        JsonNode report = shown.get(path);
        List<String> unexpected = new ArrayList<>();
        List<JsonNode> expected = new ArrayList<>();
        for (JsonNode finding : report.path("findings")) {
            String title = finding.path("title").asText().toLowerCase(Locale.ROOT);
            if (path.fault() != null && title.contains(path.fault().title().toLowerCase(Locale.ROOT))) {
                expected.add(finding);
            } else if (path.besides().stream()
                    .noneMatch(symptom -> title.contains(symptom.title().toLowerCase(Locale.ROOT)))) {
                unexpected.add(title);
            }
        }

        assertThat(report.path("problem").asText()).isEmpty();
        assertThat(unexpected).as(report.toPrettyString()).isEmpty();
        if (path.fault() == null) {
            assertThat(report.path("verdict").asText()).isEqualTo("The way is healthy");
        } else {
            assertThat(expected).as(report.toPrettyString()).hasSize(1);
            assertThat(expected.get(0).path("evidence")).isNotEmpty();
            assertThat(expected.get(0).path("mends"))
                    .anySatisfy(mend -> assertThat(mend.asText()).contains(path.where(), path.setting()));
        }
    }

    @Test
    void token_thatIsWrong_isToldOnThePage() throws Exception {
        Browser.Tab tab = chromium.browser().newTab();
        tab.open(paths.direct().resolve("doctor"));
        tab.evaluate(BEGIN.formatted("wrong-token"));

        await().atMost(LONGEST)
                .untilAsserted(() -> assertThat(tab.evaluate("document.getElementById('problem').textContent"))
                        .isEqualTo("the token is not this server's"));
    }
}
