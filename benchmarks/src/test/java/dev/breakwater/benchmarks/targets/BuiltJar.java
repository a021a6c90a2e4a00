package dev.breakwater.benchmarks.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;

/** The executable jar, which the whole build makes before this module. */
public final class BuiltJar {
    private static final Path JAR = Path.of("..", "jetty-base", "target", "breakwater.jar");
    private static final String HOW_TO_BUILD = "built by ./mvnw -pl jetty-base -am package -DskipTests";

    private BuiltJar() {}

    /** Where it is; if it is missing the test is skipped, or fails where {@code CI} is {@code true}. */
    public static Path path() {
        if ("true".equals(System.getenv("CI"))) {
            assertThat(JAR).as(HOW_TO_BUILD).exists();
        }
        assumeThat(JAR).as(HOW_TO_BUILD).exists();
        return JAR;
    }
}
