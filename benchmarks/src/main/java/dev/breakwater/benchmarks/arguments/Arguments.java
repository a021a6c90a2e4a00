package dev.breakwater.benchmarks.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The options of a subcommand, {@code --name value} or {@code --name=value}. Whoever reads an option gives its default;
 * {@link #rejectUnread} finds the ones that nobody knows.
 */
public final class Arguments {
    private final Map<String, String> given = new LinkedHashMap<>();
    private final Set<String> read = new HashSet<>();

    public Arguments(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("--")) {
                throw new IllegalArgumentException("an option begins with --: " + word);
            }
            int equals = word.indexOf('=');
            if (equals > 0) {
                given.put(word.substring(2, equals), word.substring(equals + 1));
            } else if (i + 1 < words.size()) {
                given.put(word.substring(2), words.get(++i));
            } else {
                throw new IllegalArgumentException(word + " needs a value");
            }
        }
    }

    /** What was given, for the record. */
    public Map<String, String> given() {
        return Map.copyOf(given);
    }

    public Optional<String> optional(String name) {
        read.add(name);
        return Optional.ofNullable(given.get(name));
    }

    public String text(String name, String otherwise) {
        return optional(name).orElse(otherwise);
    }

    public String required(String name) {
        return optional(name).orElseThrow(() -> new IllegalArgumentException("--" + name + " is missing"));
    }

    /** At least 0. */
    public int integer(String name, int otherwise) {
        double number = number(name, otherwise);
        if (number != Math.rint(number) || number > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("--" + name + " must be a whole number: " + number);
        }
        return (int) number;
    }

    /** At least 0. */
    public double number(String name, double otherwise) {
        String text = text(name, Double.toString(otherwise));
        try {
            double number = Double.parseDouble(text);
            if (!(number >= 0)) {
                throw new IllegalArgumentException("--" + name + " must be at least 0: " + text);
            }
            return number;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + " must be a number: " + text, e);
        }
    }

    /** Given in seconds. */
    public Duration seconds(String name, double otherwise) {
        return Duration.ofMillis(Math.round(number(name, otherwise) * 1000));
    }

    public Path path(String name, String otherwise) {
        return Path.of(text(name, otherwise));
    }

    /** Separated by spaces. */
    public List<String> words(String name, String otherwise) {
        return split(text(name, otherwise), " ");
    }

    /** Separated by commas. */
    public List<String> list(String name, String otherwise) {
        return split(text(name, otherwise), ",");
    }

    /** {@code name=value}, separated by commas. */
    public Map<String, String> pairs(String name) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : list(name, "")) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("--" + name + " needs name=value: " + pair);
            }
            pairs.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return pairs;
    }

    /** To be called when everything has been read. */
    public void rejectUnread() {
        unread().stream().findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("no such option here: --" + name);
        });
    }

    /** The names of those that were given, and that nobody has asked for. */
    public List<String> unread() {
        return given.keySet().stream().filter(name -> !read.contains(name)).toList();
    }

    private static List<String> split(String text, String separator) {
        return Arrays.stream(text.split(separator, -1))
                .map(String::trim)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
