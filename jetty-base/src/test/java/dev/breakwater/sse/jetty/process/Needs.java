package dev.breakwater.sse.jetty.process;

import static org.assertj.core.api.Assertions.fail;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What a test needs of the machine: without it the test is skipped, or fails where {@code CI} is {@code true}. */
public final class Needs {
    private Needs() {}

    /** Finds a program by the first of its names, or paths, that there is. */
    public static Path program(String howToInstall, String... names) {
        return Stream.of(names)
                .flatMap(Needs::find)
                .findFirst()
                .or(() -> missing("needs " + names[0] + ": " + howToInstall))
                .orElseThrow();
    }

    /** Skips the test, or fails it. */
    public static Optional<Path> missing(String sentence) {
        if ("true".equals(System.getenv("CI"))) {
            fail(sentence);
        }
        Assumptions.abort(sentence);
        return Optional.empty();
    }

    private static Stream<Path> find(String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory).resolve(name))
                .filter(Files::isExecutable);
    }
}
