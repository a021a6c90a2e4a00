package dev.breakwater.sse.jetty.process;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process of its own, and the lines that it prints. */
public final class Program implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(10);

    private final Process process;
    private final Lines out;
    private final Lines err;

    private Program(Process process, Consumer<String> onLine) {
        this.process = process;
        this.out = new Lines(process.inputReader(StandardCharsets.UTF_8), onLine);
        this.err = new Lines(process.errorReader(StandardCharsets.UTF_8), line -> {});
    }

    /** Starts a program. */
    public static Program start(List<String> command) {
        return start(command, Map.of(), Path.of("."), line -> {});
    }

    /** Starts a program with more in its environment, in a directory, and tells each line of its output at once. */
    public static Program start(
            List<String> command, Map<String, String> environment, Path directory, Consumer<String> onLine) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().putAll(environment);
        try {
            return new Program(builder.start(), onLine);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has printed so far. */
    public String out() {
        return out.text();
    }

    /** What it has complained of so far. */
    public String err() {
        return err.text();
    }

    /** Waits until it prints something that matches, and returns the first group. */
    public String awaitOut(Pattern pattern) {
        return awaitMatch(out, pattern);
    }

    /** Waits until it complains of something that matches, and returns the first group. */
    public String awaitErr(Pattern pattern) {
        return awaitMatch(err, pattern);
    }

    private String awaitMatch(Lines lines, Pattern pattern) {
        await().pollDelay(Duration.ZERO).pollInterval(LOOK).atMost(LONGEST_WAIT).until(() -> {
            boolean over = !process.isAlive();
            if (pattern.matcher(lines.text()).find()) {
                return true;
            }
            if (over) {
                throw new IllegalStateException(
                        "the program has ended without " + pattern + ": " + out.text() + err.text());
            }
            return false;
        });
        Matcher matcher = pattern.matcher(lines.text());
        matcher.find();
        return matcher.group(1);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Sends SIGTERM; not through the process itself, which would close its pipes too. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** Stops it where it is, or has it go on: to others it looks as if its machine had frozen. */
    public void freeze(boolean frozen) throws IOException, InterruptedException {
        new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /** What it has started, and they in turn. */
    public Stream<ProcessHandle> descendants() {
        return process.descendants();
    }

    /** Waits for its end, and for all that it printed. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the program does not end: " + out.text() + err.text());
        }
        out.awaitEnd();
        err.awaitEnd();
        return process.exitValue();
    }

    /** Ends it, and what it has started, at once. */
    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(each -> each.onExit().join());
    }

    /** What comes through a pipe. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>();
        private final Thread reader;

        Lines(BufferedReader pipe, Consumer<String> onLine) {
            reader = new Thread(() -> {
                try (pipe) {
                    for (String line = pipe.readLine(); line != null; line = pipe.readLine()) {
                        synchronized (lines) {
                            lines.add(line);
                        }
                        onLine.accept(line);
                    }
                } catch (IOException killed) {
                    // The pipe goes with the process.
                }
            });
            reader.setDaemon(true);
            reader.start();
        }

        String text() {
            synchronized (lines) {
                return String.join("\n", lines);
            }
        }

        void awaitEnd() throws InterruptedException {
            reader.join(LONGEST_WAIT.toMillis());
        }
    }
}
