package dev.breakwater.benchmarks.crash;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The executable jar on a journal, killed and started again on the same port and directory. */
final class CrashServer implements AutoCloseable {
    static final String TOKEN = "kill-rounds-token";
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path jar;
    private final Path directory;
    private final File output;
    private final List<String> properties;
    private final int port;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;

    /**
     * Starts a server.
     *
     * @param properties more settings, {@code breakwater.name=value}
     */
    CrashServer(Path jar, Path directory, List<String> properties) throws IOException, InterruptedException {
        this.jar = jar.toAbsolutePath();
        this.directory = directory;
        this.output = directory.resolve("output.log").toFile();
        this.properties = properties;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
        start();
    }

    URI events(String query) {
        return URI.create("http://127.0.0.1:" + port + "/events?" + query);
    }

    final void start() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        properties.forEach(property -> command.add("-D" + property));
        command.addAll(List.of(
                "-Dbreakwater.server-topics=off",
                "-Dbreakwater.accept-rate=100000",
                "-jar",
                jar.toString(),
                "--port",
                Integer.toString(port),
                "--token",
                TOKEN,
                "--data",
                directory.resolve("journal").toString()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
                .start();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!isReady()) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                throw new IOException("the server did not start; its output:\n" + output());
            }
            Thread.sleep(20);
        }
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    String output() throws IOException {
        return Files.readString(output.toPath());
    }

    /** What the journal takes on disk, in bytes. */
    long journalBytes() throws IOException {
        try (var files = Files.list(directory.resolve("journal"))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    static Path defaultJar() {
        return Path.of(String.format(Locale.ROOT, "jetty-base/target/breakwater.jar"));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
