package dev.breakwater.benchmarks.targets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * How Breakwater is told what a measurement needs; the only place that knows the names. All subscribers come from one
 * address and at once, which its admission and its budgets must let through.
 */
final class BreakwaterSettings {
    /** One secret for each run. */
    private static final String TOKEN = Long.toHexString(new Random().nextLong() | Long.MIN_VALUE);

    private static final Map<String, String> ALWAYS =
            Map.of("breakwater.token", TOKEN, "breakwater.admission", "off", "breakwater.data", "none");

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

    /** Options of a JVM: those that were chosen, and the settings as system properties. */
    static List<String> javaOptions(TargetOptions options) {
        Map<String, String> settings = new TreeMap<>(ALWAYS);
        settings.putAll(options.breakwaterProperties());
        List<String> javaOptions = new ArrayList<>(options.javaOptions());
        settings.forEach((name, value) -> javaOptions.add("-D" + name + "=" + value));
        return javaOptions;
    }
}
