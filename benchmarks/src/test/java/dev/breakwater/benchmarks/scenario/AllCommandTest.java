package dev.breakwater.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllCommandTest {
    @TempDir
    Path directory;

    @Test
    void run_anOptionOfNoScenario_isRefusedBeforeAnythingIsRun() {
        Path results = directory.resolve("results");
        assertThatThrownBy(() -> AllCommand.run(List.of("--short", "--results=" + results, "--tragets=nchan")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tragets");
        assertThat(results).doesNotExist();
    }

    @Test
    void run_noTargetIsInstalled_endsWithAPageThatSaysSo() throws Exception {
        Path results = directory.resolve("results");
        AllCommand.run(List.of(
                "--short",
                "--results=" + results,
                "--targets=breakwater-jetty,spring-mvc",
                "--breakwater-jar=" + directory.resolve("no.jar"),
                "--peers-directory=" + directory.resolve("none")));
        assertThat(results.resolve("01-cost.json")).exists();
        assertThat(results.resolve("02-fanout.json")).exists();
        assertThat(Files.readString(results.resolve("results.md")))
                .contains("### cost")
                .contains("### fanout")
                .contains("; not run: there is no " + directory.resolve("no.jar"))
                .contains("; not run: there is no " + directory.resolve("none").resolve("spring-mvc"));
    }
}
