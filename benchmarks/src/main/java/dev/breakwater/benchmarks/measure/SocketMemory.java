package dev.breakwater.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The kernel's memory for TCP buffers: of the whole machine, both ends of a loopback connection. Not part of PSS. */
public final class SocketMemory {
    private static final long PAGE_BYTES = 4096;

    private SocketMemory() {}

    public static long tcpBytes() {
        try {
            return Files.readString(Path.of("/proc/net/sockstat"))
                    .lines()
                    .filter(line -> line.startsWith("TCP:"))
                    .mapToLong(line -> Long.parseLong(
                                    line.substring(line.indexOf(" mem ") + 5).trim())
                            * PAGE_BYTES)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
