package dev.breakwater.benchmarks.herd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two processes of 100 seconds each, read every second. */
class FlatnessTest {
    private static final List<Double> RESTARTS = List.of(100.0);
    private static final double END = 200;

    @Test
    void faults_growthBeforeTheSecondHalf_areNone() {
        assertThat(faults(second -> sample(100 + Math.min(50, second % 100) * 4, second, 1000)))
                .isEmpty();
    }

    @Test
    void faults_memoryThatGrowsToTheEnd_areToldOfEachProcess() {
        assertThat(faults(second -> sample(100 + second % 100, second, 1000)))
                .hasSize(2)
                .allMatch(fault -> fault.startsWith("not flat: PSS of process "));
    }

    @Test
    void faults_memoryThatFalls_areNone() {
        assertThat(faults(second -> sample(300 - second, second, 1000))).isEmpty();
    }

    @Test
    void faults_descriptorsThatLeak_areFoundEarlierThanMemory() {
        assertThat(faults(second -> sample(100 + second % 100 / 20, second, 1000 + (long) second % 100)))
                .hasSize(2)
                .allMatch(fault -> fault.startsWith("not flat: descriptors of process "));
    }

    @Test
    void faults_heapAfterCollections_areToldWhenItGrows() {
        assertThat(faults(second -> new Soak.Sample(second, 100, 20, 1000, 1000, Optional.of(10 + second % 100))))
                .hasSize(2)
                .allMatch(fault -> fault.startsWith("not flat: heap after full collections of process "));
    }

    @Test
    void lines_tooFewReadings_sayThatNothingIsJudged() {
        List<Soak.Sample> two = List.of(sample(100, 60, 1000), sample(900, 70, 9000));
        Flatness flatness = new Flatness(two, RESTARTS, END);
        assertThat(flatness.faults()).isEmpty();
        assertThat(flatness.lines())
                .containsExactly(
                        "process 1 is not judged: read 2 times in its second half",
                        "process 2 is not judged: read 0 times in its second half");
    }

    private static List<String> faults(DoubleFunction<Soak.Sample> at) {
        List<Soak.Sample> samples =
                IntStream.range(0, (int) END).mapToObj(at::apply).toList();
        return new Flatness(samples, RESTARTS, END).faults();
    }

    private static Soak.Sample sample(double megabytes, double second, long descriptors) {
        return new Soak.Sample(second, megabytes, 20, descriptors, 1000, Optional.empty());
    }
}
