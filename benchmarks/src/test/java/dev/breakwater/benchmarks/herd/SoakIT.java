package dev.breakwater.benchmarks.herd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.targets.BuiltJar;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shortest form of what {@code benchmarks.jar soak} does for half an hour. */
class SoakIT {
    @TempDir
    Path directory;

    @Test
    void clients_thatLeaveAndStallWhileTheServerGoesTwice_loseAndRepeatNothing() throws Exception {
        SoakOptions options = SoakOptions.from(new Arguments(List.of(
                "--minutes=0.1",
                "--clients=100",
                "--churn=20",
                "--away=0.2",
                "--stalled-percent=10",
                "--stalls=1",
                "--rate=20",
                "--data-size=100",
                "--sampling=1",
                "--collecting=1",
                "--java-options=-Xmx128m",
                "--breakwater-jar=" + BuiltJar.path())));
        Soak soak = new Soak(options, directory.resolve("journal"));
        Map<String, Object> results = soak.run();
        assertThat(Soak.faults(results)).isEmpty();
        assertThat((Long) results.get("deliveries")).isPositive();
        assertThat((Integer) results.get("streamsOpened")).isGreaterThan(options.clients());
        assertThat(soak.samples()).allMatch(sample -> sample.threads() > 1 && sample.descriptors() > 1);
    }
}
