package dev.breakwater.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Very many topics, in groups that each have their readers in common: the publisher's event with the number n is of the
 * group n modulo groups, and the group's topics take turns. Names are all of one length.
 *
 * @param groups 1..1,000,000
 * @param perGroup topics of a group, 1..1,000
 */
public record Topics(int groups, int perGroup) {
    private static final String FORM = "g%06d/n%03d";
    private static final int GROUP_DIGITS = 6;
    private static final int TOPIC_DIGITS = 3;
    private static final int GROUP_AT = 1;
    private static final int TOPIC_AT = GROUP_AT + GROUP_DIGITS + 2;

    public Topics {
        if (groups < 1 || groups > 1_000_000 || perGroup < 1 || perGroup > 1_000) {
            throw new IllegalArgumentException(
                    "topics must be in 1..1000000 groups of 1..1000: " + groups + " groups of " + perGroup);
        }
    }

    /** {@code all} topics, so many of which make a group. */
    public static Topics of(int all, int perGroup) {
        if (perGroup < 1 || all % perGroup != 0) {
            throw new IllegalArgumentException(all + " topics are no whole groups of " + perGroup);
        }
        return new Topics(all / perGroup, perGroup);
    }

    /** The topics of a group, which is counted from 0. */
    public List<String> ofGroup(int group) {
        return IntStream.range(0, perGroup)
                .mapToObj(topic -> String.format(Locale.ROOT, FORM, group, topic))
                .toList();
    }

    /** What matches just the topics of a group. */
    public String pattern(int group) {
        return String.format(Locale.ROOT, FORM, group, 0).substring(0, TOPIC_AT - 1) + "*";
    }

    /** A name to reserve room with. */
    String example() {
        return String.format(Locale.ROOT, FORM, 0, 0);
    }

    /** Writes the digits of the topic of the event with that number over those of another name. */
    void overwrite(ByteBuffer name, int at, long number) {
        long index = number - 1;
        digits(name, at + GROUP_AT, GROUP_DIGITS, index % groups);
        digits(name, at + TOPIC_AT, TOPIC_DIGITS, index / groups % perGroup);
    }

    /** The name of the topic of the event with that number. */
    String name(long number) {
        ByteBuffer name = ByteBuffer.wrap(example().getBytes(StandardCharsets.US_ASCII));
        overwrite(name, 0, number);
        return new String(name.array(), StandardCharsets.US_ASCII);
    }

    private static void digits(ByteBuffer out, int at, int count, long number) {
        long rest = number;
        for (int i = count - 1; i >= 0; i--) {
            out.put(at + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
    }
}
