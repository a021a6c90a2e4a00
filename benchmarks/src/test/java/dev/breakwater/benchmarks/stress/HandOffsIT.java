package dev.breakwater.benchmarks.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A short run of all jcstress tests; {@code java -jar benchmarks.jar stress} is the long one. */
final class HandOffsIT {
    private static final long LONGEST_MINUTES = 5;

    @Test
    void handOffs_underStress_showNoForbiddenResult() throws IOException, InterruptedException {
        Path directory = Files.createDirectories(Path.of("target", "jcstress"));
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of("target", "benchmarks.jar").toAbsolutePath().toString(),
                        "stress",
                        "-m",
                        "sanity",
                        "-sc",
                        "false",
                        "-af",
                        "NONE")
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();

        String text = Files.readString(output);
        assertThat(ended).as(text).isTrue();
        assertThat(text).contains("Failed tests: No matches.").contains("Error tests: No matches.");
        assertThat(text).containsPattern("[1-9][0-9]* passed, 0 failed, 0 soft errs, 0 hard errs");
    }
}
