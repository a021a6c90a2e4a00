package dev.breakwater.sse.doctor.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a probe stream goes: it says hello at once, ticks so and so often, is silent once in between, and ends.
 *
 * @param ticks how many ticks, 1..{@value #MOST_TICKS}
 * @param everyMillis the time between two, {@value #SHORTEST_EVERY}..{@value #LONGEST_EVERY} ms
 * @param silenceMillis how much longer it is silent, 0..{@value #LONGEST} ms
 * @param silentAfter after how many ticks that is, 0..ticks
 * @param pads to how many bytes ticks are padded, up to {@value #MOST_PADS} sizes of 0..{@value #LARGEST_PAD}; the ticks are
 *     shared out among them evenly and in this order
 */
public record ProbeShape(int ticks, int everyMillis, int silenceMillis, int silentAfter, List<Integer> pads) {
    static final int MOST_TICKS = 500;
    static final int SHORTEST_EVERY = 10;
    static final int LONGEST_EVERY = 60_000;
    static final int LONGEST = 600_000;
    static final int MOST_PADS = 8;
    static final int LARGEST_PAD = 65_536;
    private static final int MOST_BYTES = 1 << 20;

    /**
     * Checks all of it, so that a stream is bounded in time and size.
     *
     * @throws IllegalArgumentException if a number is out of range; the message says which and what is allowed
     */
    public ProbeShape {
        require("ticks", ticks, 1, MOST_TICKS);
        require("every", everyMillis, SHORTEST_EVERY, LONGEST_EVERY);
        require("silence", silenceMillis, 0, LONGEST);
        require("after", silentAfter, 0, ticks);
        if (pads.isEmpty() || pads.size() > MOST_PADS) {
            throw new IllegalArgumentException("pads must be 1.." + MOST_PADS + " sizes: " + pads.size());
        }
        pads.forEach(pad -> require("pads", pad, 0, LARGEST_PAD));
        pads = List.copyOf(pads);
        long bytes = 0;
        for (int tick = 0; tick < ticks; tick++) {
            bytes += pads.get(tick * pads.size() / ticks);
        }
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException("ticks x pads must be at most " + MOST_BYTES + " bytes: " + bytes);
        }
        long millis = silenceMillis + (long) ticks * everyMillis;
        if (millis > LONGEST) {
            throw new IllegalArgumentException("silence + ticks x every must be at most " + LONGEST + " ms: " + millis);
        }
    }

    /** A stream of small ticks. */
    public static ProbeShape ticking(int ticks, int everyMillis) {
        return new ProbeShape(ticks, everyMillis, 0, 0, List.of(0));
    }

    /**
     * Reads it from the parameters of a query: {@code ticks}, {@code every}, {@code silence}, {@code after}, {@code pads}.
     *
     * @param parameter gives a parameter's value, or null
     * @throws IllegalArgumentException if a parameter is no whole number or out of range
     */
    public static ProbeShape of(Function<String, @Nullable String> parameter) {
        List<Integer> pads = new ArrayList<>();
        String sizes = parameter.apply("pads");
        for (String size : sizes == null ? List.of("0") : List.of(sizes.split(",", MOST_PADS + 2))) {
            pads.add(whole("pads", size));
        }
        return new ProbeShape(
                whole("ticks", parameter.apply("ticks"), 10),
                whole("every", parameter.apply("every"), 100),
                whole("silence", parameter.apply("silence"), 0),
                whole("after", parameter.apply("after"), 0),
                pads);
    }

    /** The query that {@link #of} reads. */
    public String query() {
        return "ticks=" + ticks + "&every=" + everyMillis + "&silence=" + silenceMillis + "&after=" + silentAfter
                + "&pads=" + pads.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /** To how many bytes a tick is padded; ticks count from 0. */
    public int pad(int tick) {
        return pads.get(tick * pads.size() / ticks);
    }

    /** When a tick is due, in milliseconds after the start; ticks count from 0. */
    public long dueMillis(int tick) {
        return (long) tick * everyMillis + (tick >= silentAfter ? silenceMillis : 0);
    }

    /** How long the stream takes, in milliseconds. */
    public long millis() {
        return dueMillis(ticks - 1);
    }

    private static int whole(String name, @Nullable String value, int unlessGiven) {
        return value == null ? unlessGiven : whole(name, value);
    }

    private static int whole(String name, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(name + " must be a whole number", noNumber);
        }
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be " + least + ".." + most + ": " + value);
        }
    }
}
