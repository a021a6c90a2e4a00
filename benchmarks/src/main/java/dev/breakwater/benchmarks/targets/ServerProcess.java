package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.measure.ProcessTree;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server's process, its children, and the temporary directory that it works in. */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int ANSWER_LIMIT_MILLIS = 10_000;
    private static final long STOP_LIMIT_SECONDS = 5;
    private static final int SHOWN_OUTPUT = 2000;

    private final Path directory;
    private final Process process;
    private final Leash leash;

    private ServerProcess(Path directory, Process process, Leash leash) {
        this.directory = directory;
        this.process = process;
        this.leash = leash;
    }

    /** A new directory for a server to work in; {@link #close} deletes it. */
    static Path newDirectory() throws IOException {
        return Files.createTempDirectory("breakwater-benchmark");
    }

    static ServerProcess start(Path directory, List<String> command) throws IOException {
        File output = directory.resolve("output.log").toFile();
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output)
                .start();
        return new ServerProcess(directory, process, new Leash(process.pid(), directory));
    }

    long pid() {
        return process.pid();
    }

    ProcessTree tree() {
        return new ProcessTree(process.toHandle());
    }

    /** Waits until the path answers 200. */
    void awaitReady(Endpoints endpoints) throws IOException, InterruptedException {
        URL ready = new URL(
                "http", endpoints.server().getHostString(), endpoints.server().getPort(), endpoints.readyPath());
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (status(ready) != 200) {
            boolean late = System.nanoTime() > deadline;
            if (late || !process.isAlive()) {
                String outcome = late ? "was not ready after " + START_LIMIT : "ended at once";
                throw new IOException("the server " + outcome + "; the end of its output:\n" + outputEnd());
            }
            Thread.sleep(50);
        }
    }

    /** {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; returns when the process has ended. */
    void terminate() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        awaitEnd();
        children.forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        // Until it is gone it may write to its directory.
        awaitEnd();
        leash.close();
        delete(directory);
    }

    private void awaitEnd() {
        try {
            process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int status(URL url) {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.openConnection();
            // A server that a herd waits for answers late, and who gives up and asks again makes it later.
            connection.setConnectTimeout(ANSWER_LIMIT_MILLIS);
            connection.setReadTimeout(ANSWER_LIMIT_MILLIS);
            try {
                return connection.getResponseCode();
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return 0;
        }
    }

    private String outputEnd() {
        try {
            String output = Files.readString(directory.resolve("output.log"));
            return output.substring(Math.max(0, output.length() - SHOWN_OUTPUT));
        } catch (IOException e) {
            return "(not readable: " + e.getMessage() + ")";
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("a temporary directory stays behind: " + e.getMessage());
        }
    }
}
