package dev.breakwater.benchmarks.targets;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Ends a server process, and deletes its directory, when this process is gone, however it ended. A shell waits at a
 * pipe from this process, which the kernel closes in any case.
 */
final class Leash implements AutoCloseable {
    private final Process shell;

    Leash(long pid, Path directory) throws IOException {
        String script = "trap '' INT; cat > /dev/null; kill -TERM \"$1\"; sleep 5; kill -KILL \"$1\"; rm -rf \"$2\"";
        shell = new ProcessBuilder("sh", "-c", script, "leash", Long.toString(pid), directory.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Lets go: server and directory are not touched. */
    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
