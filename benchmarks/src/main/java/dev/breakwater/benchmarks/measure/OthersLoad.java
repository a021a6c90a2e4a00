package dev.breakwater.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * How much of the processors programs took that have nothing to do with a measurement, from {@link #begin} on: whatever is
 * neither this process nor a child of it that has ended. A measurement that shared its processors says so.
 */
public final class OthersLoad {
    private static final Path MACHINE = Path.of("/proc/stat");
    private static final Path SELF = Path.of("/proc/self/stat");

    /** Fields of the first line of /proc/stat after its name: idle, and waiting for disks. */
    private static final List<Integer> IDLE = List.of(3, 4);

    /** Guests' time is in the fields before it, too. */
    private static final int GUESTS = 8;

    /** After the name in parentheses: a space, a letter for the state, a space. */
    private static final int AFTER_STATE = 4;

    /** Fields of /proc/self/stat after that: user and kernel time, its own and of ended children. */
    private static final int OWN_FROM = 10;

    private static final int OWN_TO = 14;

    private final long all;
    private final long busy;
    private final long own;

    private OthersLoad(long all, long busy, long own) {
        this.all = all;
        this.busy = busy;
        this.own = own;
    }

    /** Begins to look. */
    public static OthersLoad begin() {
        long[] machine = numbers(line(MACHINE).substring("cpu".length()), GUESTS);
        long all = LongStream.of(machine).sum();
        long idle = IDLE.stream().mapToLong(field -> machine[field]).sum();
        String stat = line(SELF);
        long[] self = numbers(stat.substring(stat.lastIndexOf(')') + AFTER_STATE), OWN_TO);
        long own = Arrays.stream(self, OWN_FROM, OWN_TO).sum();
        return new OthersLoad(all, all - idle, own);
    }

    /** In percent of all processors, since it began; call it when the children have ended. */
    public double percent() {
        OthersLoad now = begin();
        long elapsed = now.all - all;
        long others = now.busy - busy - (now.own - own);
        return elapsed == 0 ? 0 : Math.max(0, 100.0 * others / elapsed);
    }

    private static String line(Path file) {
        try {
            return Files.readAllLines(file).get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long[] numbers(String text, int count) {
        return Arrays.stream(text.trim().split("\\s+", -1))
                .limit(count)
                .mapToLong(Long::parseLong)
                .toArray();
    }
}
