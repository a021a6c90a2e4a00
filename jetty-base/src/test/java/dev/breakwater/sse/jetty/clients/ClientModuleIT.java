package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.jetty.process.Needs;
import dev.breakwater.sse.jetty.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The browser's module by itself, with its own tests: its parser, a connection, its build and its package. */
@Timeout(180)
class ClientModuleIT {
    private static final String HOW_TO_INSTALL = "install Node.js 20 or later, with npm";
    private static final Path SOURCE = Path.of("..", "sse-core", "src", "main", "client");
    private static final Path COPY = Path.of("target", "client");

    private static Path npm;

    @BeforeAll
    static void install() throws Exception {
        Needs.program(HOW_TO_INSTALL, "node");
        npm = Needs.program(HOW_TO_INSTALL, "npm");
        copySource();
        run("ci", "--no-audit", "--no-fund", "--ignore-scripts");
    }

    private static void copySource() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCE)) {
            files.filter(Files::isRegularFile)
                    .map(SOURCE::relativize)
                    .filter(file -> !file.startsWith("node_modules"))
                    .forEach(ClientModuleIT::copy);
        }
    }

    private static void copy(Path file) {
        try {
            Files.createDirectories(COPY.resolve(file).getParent());
            Files.copy(SOURCE.resolve(file), COPY.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(String... arguments) throws InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(npm.toString()), Stream.of(arguments)).toList();
        try (Program program = Program.start(command, Map.of(), COPY, line -> {})) {
            assertThat(program.awaitExit()).as(program.out() + program.err()).isZero();
            return program.out();
        }
    }

    @Test
    void itsOwnTests_passAndNoneIsSkipped() throws Exception {
        assertThat(run("test")).contains("# fail 0", "# skipped 0");
    }
}
