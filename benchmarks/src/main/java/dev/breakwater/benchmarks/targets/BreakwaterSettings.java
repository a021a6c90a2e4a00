package dev.breakwater.benchmarks.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How Breakwater is told what a measurement needs; the only place that knows the names. All subscribers come from one
 * address and at once, which its budgets and its admission would otherwise stop.
 */
final class BreakwaterSettings {
    private static final String TOKEN_PROPERTY = "breakwater.publish.token";

    /** One secret for each run. */
    private static final String TOKEN = Long.toHexString(new Random().nextLong() | Long.MIN_VALUE);

    private BreakwaterSettings() {}

    static String token() {
        return TOKEN;
    }

    /** Arguments of the executable jar. */
    static List<String> arguments(int port, List<String> more) {
        List<String> arguments =
                new ArrayList<>(List.of("--port", Integer.toString(port), "--host", "127.0.0.1", "--token", TOKEN));
        arguments.addAll(more);
        return arguments;
    }

    /** System properties for the WAR, as options of the JVM. */
    static List<String> properties(Map<String, String> more) {
        List<String> options = new ArrayList<>();
        options.add("-D" + TOKEN_PROPERTY + "=" + TOKEN);
        more.forEach((name, value) -> options.add("-D" + name + "=" + value));
        return options;
    }
}
