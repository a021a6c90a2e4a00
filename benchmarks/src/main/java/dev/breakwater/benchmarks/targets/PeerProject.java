package dev.breakwater.benchmarks.targets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A peer's stand-alone project, built when it is needed and not built again while its files are older than that. */
final class PeerProject {
    private static final long BUILD_LIMIT_MINUTES = 5;
    private static final int SHOWN_OUTPUT = 1000;
    private static final String BUILT = "target/built";

    private final Path directory;

    PeerProject(Path directory) {
        this.directory = directory.toAbsolutePath();
    }

    boolean exists() {
        return Files.isDirectory(directory);
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /**
     * Runs the command in the project's directory, if anything has changed since it last succeeded.
     *
     * @throws IOException if it cannot be started, fails, or is not done in five minutes
     */
    void build(List<String> command) throws IOException, InterruptedException {
        Path built = file(BUILT);
        if (Files.exists(built) && newestSource().compareTo(Files.getLastModifiedTime(built)) < 0) {
            return;
        }
        Files.createDirectories(built.getParent());
        Path output = file("target/build.log");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(BUILD_LIMIT_MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("was not built in " + BUILD_LIMIT_MINUTES + " minutes; see " + output);
            }
        } finally {
            process.destroy();
        }
        if (process.exitValue() != 0) {
            throw new IOException("could not be built; the end of " + output + ": " + end(output));
        }
        Files.writeString(built, String.join(" ", command));
    }

    private FileTime newestSource() throws IOException {
        FileTime newest = FileTime.fromMillis(0);
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(this::isSource)::iterator) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
        }
        return newest;
    }

    private boolean isSource(Path file) {
        Path inside = directory.relativize(file);
        return Files.isRegularFile(file) && !inside.startsWith("target") && !inside.startsWith("node_modules");
    }

    private static String end(Path output) throws IOException {
        String text = Files.readString(output, StandardCharsets.UTF_8).trim();
        return text.substring(Math.max(0, text.length() - SHOWN_OUTPUT)).replaceAll("\\s+", " ");
    }
}
