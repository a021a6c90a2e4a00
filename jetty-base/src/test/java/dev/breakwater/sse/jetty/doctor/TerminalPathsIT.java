package dev.breakwater.sse.jetty.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.doctor.plan.Plan;
import dev.breakwater.sse.doctor.rules.Diagnosis;
import dev.breakwater.sse.doctor.rules.Finding;
import dev.breakwater.sse.doctor.rules.Report;
import dev.breakwater.sse.doctor.rules.Symptom;
import dev.breakwater.sse.jetty.process.Alone;
import dev.breakwater.sse.jetty.proxies.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The doctor in a terminal, on paths through real proxies with a known fault or none: examined side by side. */
@Alone
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TerminalPathsIT {
    /** Short, for the proxies here are set to be impatient: 3 s of silence, 10 s in all. */
    private static final Plan PLAN = Plan.of(List.of(1_000, 2_000, 4_500), 12_500);

    /** All at the same instant would keep each other waiting. In milliseconds. */
    private static final int APART = 250;

    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(Path.values().length + 1);
    private final Map<Path, Future<Report>> reports = new EnumMap<>(Path.class);
    private Paths paths;
    private Future<Report> direct;

    /** All proxies are started before the first examination begins, for that keeps a machine busy. */
    @BeforeAll
    void examineAll() throws Exception {
        paths = new Paths();
        paths.warm();
        Map<Path, Proxy> proxies = paths.start(List.of(Path.values()));
        direct = threads.submit(() -> examine(paths.direct(), HttpClient.newBuilder()));
        proxies.forEach((path, proxy) -> {
            int millis = APART * (reports.size() + 1);
            reports.put(path, threads.schedule(() -> examine(path, proxy), millis, TimeUnit.MILLISECONDS));
        });
    }

    @AfterAll
    void end() throws Exception {
        threads.shutdownNow();
        paths.close();
    }

    private Report examine(Path path, Proxy proxy) throws Exception {
        paths.beginOutage(path);
        return examine(path.urlBy(proxy), proxy.client());
    }

    private static Report examine(URI url, HttpClient.Builder client) throws Exception {
        Order order = new Order(url, Paths.TOKEN, PLAN, Duration.ofSeconds(30));
        return Diagnosis.of(new Examination(order, client, line -> {}).run());
    }

    @Test
    void path_withNothingInBetween_isHealthy() throws Exception {
        assertThat(direct.get().findings()).noneMatch(Finding::fault);
    }

    @ParameterizedTest
    @EnumSource
    void path_throughRealProxies_isJudgedRightly(Path path) throws Exception {
        Report report = reports.get(path).get();
        String text = TextReport.of(path.toString(), report);

        List<Symptom> faults = report.findings().stream()
                .filter(Finding::fault)
                .map(Finding::symptom)
                .filter(symptom -> !path.besides().contains(symptom))
                .toList();
        assertThat(report.figures()).containsEntry("HTTP to the first hop", path.version());
        if (path.note() != null) {
            assertThat(report.findings())
                    .as(text)
                    .anyMatch(finding -> !finding.fault() && finding.symptom() == path.note());
        }
        if (path.fault() == null) {
            assertThat(faults).as(text).isEmpty();
            assertThat(report.isHealthy()).as(text).isTrue();
        } else {
            assertThat(faults).as(text).containsExactly(path.fault());
            assertThat(report.isHealthy()).isFalse();
            assertThat(report.findings().get(0).evidence()).isNotEmpty();
            assertThat(report.findings())
                    .as(text)
                    .filteredOn(finding -> finding.symptom() == path.fault())
                    .flatExtracting(Finding::mends)
                    .anySatisfy(mend -> {
                        assertThat(mend.where()).contains(path.where());
                        assertThat(mend.setting()).contains(path.setting());
                    });
        }
    }
}
