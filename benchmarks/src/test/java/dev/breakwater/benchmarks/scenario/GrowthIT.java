package dev.breakwater.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.targets.FaultyTarget;
import dev.breakwater.benchmarks.targets.RunningTarget;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrowthIT {
    @Test
    void publications_besideATargetThatCannotStart_goThroughAllStepsUpAndDown() throws Exception {
        Target able = new FaultyTarget("none");
        GrowthOptions options = GrowthOptions.from(new Arguments(List.of(
                "--parts=publish",
                "--topics=1,20",
                "--publish-rate=50",
                "--first-warm-up=0.2",
                "--warm-up=0.1",
                "--measured=0.2")));
        Growth growth = new Growth(options, List.of(new Unable(), able));

        Map<Target, Map<Integer, List<Double>>> costs = growth.publications();

        assertThat(growth.failures()).containsExactly("unable: failed: it does not start");
        assertThat(costs).containsOnlyKeys(able);
        assertThat(costs.get(able)).containsOnlyKeys(1, 20);
        assertThat(costs.get(able).values())
                .allSatisfy(twice -> assertThat(twice).hasSize(2).allMatch(cost -> cost >= 0));
        assertThat(growth.faults(able)).isZero();
    }

    private record Unable() implements Target {
        @Override
        public String name() {
            return "unable";
        }

        @Override
        public Optional<String> whyNotRun() {
            return Optional.empty();
        }

        @Override
        public String version() {
            return "1";
        }

        @Override
        public RunningTarget start() throws IOException {
            throw new IOException("it does not start");
        }
    }
}
