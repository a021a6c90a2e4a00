package dev.breakwater.sse.webapp.settings;

import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.log.TopicLimit;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The texts that values are configured by. Every parser says in its {@link IllegalArgumentException} what is allowed, as
 * the rest of a sentence after the value.
 */
final class Texts {
    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
    private static final Map<String, Duration> TIME_UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Map<String, Integer> SIZE_UNITS =
            Map.of("", 0, "b", 0, "k", 10, "kib", 10, "m", 20, "mib", 20, "g", 30, "gib", 30);

    private Texts() {}

    /** {@code 15s}, {@code 500ms}, {@code 5m}, {@code 1h}, {@code 2d}, {@code 0}, or ISO 8601. */
    static Duration duration(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        try {
            if (!matcher.matches()) {
                return Duration.parse(text);
            }
            long count = Long.parseLong(matcher.group(1));
            Duration unit = TIME_UNITS.get(matcher.group(2));
            if (count == 0 && matcher.group(2).isEmpty()) {
                return Duration.ZERO;
            }
            if (unit != null) {
                return unit.multipliedBy(count);
            }
        } catch (DateTimeParseException | ArithmeticException malformed) {
            // Said below.
        }
        throw new IllegalArgumentException("must be a duration: 500ms, 15s, 5m, 1h, 2d, or ISO 8601 (PT15S)");
    }

    /** A whole number. */
    static int integer(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("must be a whole number of at most " + Integer.MAX_VALUE, malformed);
        }
    }

    /** A whole number that may be large. */
    static long count(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("must be a whole number of at most " + Long.MAX_VALUE, malformed);
        }
    }

    /** A number of bytes, {@code 65536} or {@code 64KiB}. */
    static long bytes(String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        Integer shift = matcher.matches() ? SIZE_UNITS.get(matcher.group(2).toLowerCase(Locale.ROOT)) : null;
        if (shift != null) {
            long count = Long.parseLong(matcher.group(1));
            if (count <= Long.MAX_VALUE >> shift) {
                return count << shift;
            }
        }
        throw new IllegalArgumentException("must be a number of bytes: 65536, 64KiB, 64MiB, 1GiB");
    }

    /** A number of bytes below 2 GiB. */
    static int smallBytes(String text) {
        long bytes = bytes(text);
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("must be below 2GiB");
        }
        return (int) bytes;
    }

    /** {@code server/**=1m, chat/*=1000}: patterns, each with an age or a number of events. */
    static List<TopicLimit> topicLimits(String text) {
        List<TopicLimit> limits = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            int equals = one.lastIndexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("must be patterns, each with an age or a number of events, separated"
                        + " by commas: server/**=1m, chat/*=1000");
            }
            String topics = one.substring(0, equals).trim();
            String bound = one.substring(equals + 1).trim();
            boolean number = !bound.isEmpty() && bound.chars().allMatch(c -> c >= '0' && c <= '9');
            limits.add(number ? TopicLimit.of(topics, integer(bound)) : TopicLimit.of(topics, duration(bound)));
        }
        return List.copyOf(limits);
    }

    /** {@code on} or {@code off}. */
    static boolean onOff(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw new IllegalArgumentException("must be 'on' or 'off'");
        };
    }

    /** {@code disconnect}, {@code skip} or {@code conflate}. */
    static SlowConsumerPolicy policy(String text) {
        return Arrays.stream(SlowConsumerPolicy.values())
                .filter(policy -> policy.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("must be one of "
                        + Arrays.stream(SlowConsumerPolicy.values())
                                .map(policy -> policy.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))));
    }
}
