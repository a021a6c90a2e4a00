package dev.breakwater.benchmarks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.benchmarks.targets.BuiltJar;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A short form of what {@code benchmarks.jar kill} does a hundred times. */
final class KillRoundsIT {
    @Test
    void server_killedAgainAndAgain_losesAndRepeatsNothing() throws Exception {
        String result = new KillRounds(BuiltJar.path(), 3, 4, 10, 7, List.of("breakwater.retention.events=200"))
                .run(round -> {});
        assertThat(result).startsWith("3 rounds: ").contains("exactly once, in order");
    }
}
