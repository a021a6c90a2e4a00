package dev.breakwater.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** A process and all its descendants, as one: nginx works in children of the process that was started. */
public final class ProcessTree {
    /** The unit of times in /proc, the same on every Linux that Java 17 runs on. */
    private static final long MILLIS_PER_TICK = 10;

    private final ProcessHandle root;

    public ProcessTree(ProcessHandle root) {
        this.root = root;
    }

    /** CPU time in user and kernel mode since the start, of the processes that are alive. */
    public Duration cpuTime() {
        return Duration.ofMillis(sum(ProcessTree::cpuTicks) * MILLIS_PER_TICK);
    }

    /** Proportional set size: memory in RAM, with pages that several processes share counted once. */
    public long pssBytes() {
        return sum(ProcessTree::pssBytes);
    }

    /** Threads, as the kernel counts them. */
    public long threads() {
        return sum(pid -> entries(pid, "task"));
    }

    /** Open descriptors: files, sockets, pipes. */
    public long descriptors() {
        return sum(pid -> entries(pid, "fd"));
    }

    private long sum(ToLongFunction<Long> ofPid) {
        return Stream.concat(Stream.of(root), root.descendants())
                .map(ProcessHandle::pid)
                .mapToLong(ofPid)
                .sum();
    }

    private static long cpuTicks(long pid) {
        String stat = read(pid, "stat");
        // The second field, the name in parentheses, may contain anything.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
        return fields.length < 13 ? 0 : Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static long pssBytes(long pid) {
        return read(pid, "smaps_rollup")
                .lines()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    private static long entries(long pid, String directory) {
        String[] entries =
                Path.of("/proc", Long.toString(pid), directory).toFile().list();
        return entries == null ? 0 : entries.length;
    }

    /** Empty for a process that has ended meanwhile. */
    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException ended) {
            return "";
        }
    }
}
