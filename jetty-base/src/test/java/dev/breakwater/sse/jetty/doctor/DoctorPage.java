package dev.breakwater.sse.jetty.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.sse.jetty.clients.Browser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The doctor's page in tabs of a browser: begun, read, and judged by what is known of the path. */
final class DoctorPage {
    static final Duration LONGEST = Duration.ofSeconds(120);
    private static final ObjectMapper JSON = new ObjectMapper();

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
                notes: text(document, '.finding.note h3'),
                figures: text(document, '#figures tr'),
              });
            })()
            """;

    private DoctorPage() {}

    static void begin(Browser.Tab tab, String token) throws Exception {
        tab.evaluate(BEGIN.formatted(token));
    }

    /** Has each path examined in its tab, side by side, and returns what the pages show in the end. */
    static Map<Path, JsonNode> examine(Paths paths, Map<Path, Browser.Tab> tabs) throws Exception {
        for (Map.Entry<Path, Browser.Tab> tab : tabs.entrySet()) {
            paths.beginOutage(tab.getKey());
            begin(tab.getValue(), Paths.TOKEN);
        }
        Map<Path, JsonNode> shown = new EnumMap<>(Path.class);
        await().atMost(LONGEST).pollInterval(Duration.ofMillis(500)).until(() -> {
            for (Map.Entry<Path, Browser.Tab> tab : tabs.entrySet()) {
                if (!shown.containsKey(tab.getKey())) {
                    String report = tab.getValue().evaluate(SHOWN);
                    if (!report.isEmpty()) {
                        shown.put(tab.getKey(), JSON.readTree(report));
                    }
                }
            }
            return shown.size() == tabs.size();
        });
        return shown;
    }

    static void assertJudgedRightly(Path path, JsonNode report) {
        List<String> unexpected = new ArrayList<>();
        List<JsonNode> expected = new ArrayList<>();
        for (JsonNode finding : report.path("findings")) {
            String title = finding.path("title").asText();
            if (path.fault() != null && contains(title, path.fault().title())) {
                expected.add(finding);
            } else if (path.besides().stream().noneMatch(symptom -> contains(title, symptom.title()))) {
                unexpected.add(title);
            }
        }

        String text = report.toPrettyString();
        assertThat(report.path("problem").asText()).isEmpty();
        assertThat(unexpected).as(text).isEmpty();
        if (path.note() != null) {
            assertThat(report.path("notes"))
                    .as(text)
                    .anyMatch(title -> contains(title.asText(), path.note().title()));
        }
        if (path.fault() == null) {
            assertThat(report.path("verdict").asText()).isEqualTo("The way is healthy");
        } else {
            assertThat(expected).as(text).hasSize(1);
            assertThat(expected.get(0).path("evidence")).isNotEmpty();
            assertThat(expected.get(0).path("mends"))
                    .anySatisfy(mend -> assertThat(mend.asText()).contains(path.where(), path.setting()));
        }
        assertThat(report.path("figures"))
                .as(text)
                .extracting(JsonNode::asText)
                .contains("HTTP to the first hop" + path.version());
    }

    private static boolean contains(@Nullable String text, String part) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
