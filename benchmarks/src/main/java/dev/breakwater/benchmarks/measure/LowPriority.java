package dev.breakwater.benchmarks.measure;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts threads of the load behind the server's where they share its processors: elsewhere a crowd of clients has processors
 * of its own.
 */
public final class LowPriority {
    private static final Path THIS_THREAD = Path.of("/proc/thread-self");
    private static final String NICENESS = "10";

    private LowPriority() {}

    /**
     * Lowers the priority of the calling thread, for good.
     *
     * @throws IOException if this is not Linux, has no {@code renice}, or the thread is interrupted meanwhile
     */
    public static void ofThisThread() throws IOException {
        String thread = Files.readSymbolicLink(THIS_THREAD).getFileName().toString();
        Process renice = new ProcessBuilder("renice", "-n", NICENESS, "-p", thread)
                .redirectErrorStream(true)
                .start();
        String said = new String(renice.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (renice.waitFor() != 0) {
                throw new IOException("renice failed: " + said);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before its priority was lower");
        }
    }
}
