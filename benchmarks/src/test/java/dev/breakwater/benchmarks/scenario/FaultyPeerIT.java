package dev.breakwater.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.report.ScenarioReport;
import dev.breakwater.benchmarks.targets.FaultyTarget;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fast server that drops is not fast: a scenario must tell on servers in processes of their own. */
class FaultyPeerIT {
    private static final int SUBSCRIBERS = 5;
    private static final List<String> COUNTS = List.of("losses", "repeats", "reorders");

    @TempDir
    Path directory;

    @Test
    void report_serversThatLoseRepeatAndReorder_tellsOnEach() throws Exception {
        Path json = directory.resolve("report.json");
        Arguments arguments = new Arguments(
                List.of("--subscribers=" + SUBSCRIBERS, "--rate=100", "--warm-up=0.2", "--measured=1", "--rounds=1"));
        Scenario scenario = Scenarios.named("latency", arguments).orElseThrow();
        ScenarioReport report = new Tournament(
                        scenario,
                        List.of(
                                new FaultyTarget("loses"),
                                new FaultyTarget("repeats"),
                                new FaultyTarget("reorders"),
                                new FaultyTarget("none")),
                        "none",
                        arguments)
                .run();
        report.writeJson(json);

        JsonNode written = new ObjectMapper().readTree(json.toFile());
        for (int faulty = 0; faulty < COUNTS.size(); faulty++) {
            List<Long> counts = counts(written, COUNTS.get(faulty));
            assertThat(counts).hasSize(4);
            for (int server = 0; server < counts.size(); server++) {
                if (server == faulty) {
                    assertThat(counts.get(server)).isPositive().matches(count -> count % SUBSCRIBERS == 0);
                } else {
                    assertThat(counts.get(server))
                            .as("%s of server %d", COUNTS.get(faulty), server)
                            .isZero();
                }
            }
        }
    }

    private static List<Long> counts(JsonNode report, String name) {
        return report.findValues(name).stream().map(JsonNode::asLong).toList();
    }
}
