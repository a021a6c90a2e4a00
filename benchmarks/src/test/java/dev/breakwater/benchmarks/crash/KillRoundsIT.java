package dev.breakwater.benchmarks.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short form of what {@code benchmarks.jar kill} does a hundred times. */
final class KillRoundsIT {
    private static final Path JAR = Path.of("..", "jetty-base", "target", "breakwater.jar");

    @Test
    void server_killedAgainAndAgain_losesAndRepeatsNothing() throws Exception {
        assumeThat(JAR).as("built by the whole build, before this").exists();
        String result = new KillRounds(JAR, 3, 4, 10, 7, List.of("breakwater.retention.events=200")).run(round -> {});
        assertThat(result).startsWith("3 rounds: ").contains("exactly once, in order");
    }
}
