package dev.breakwater.benchmarks.herd;

import dev.breakwater.benchmarks.arguments.Arguments;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What the command was called with. */
record HerdOptions(
        int clients,
        int probes,
        int acceptRate,
        double eventRate,
        Duration settling,
        Duration window,
        Duration limit,
        List<String> modes,
        String ending,
        Path jar,
        List<String> javaOptions,
        Optional<String> data) {
    static HerdOptions from(Arguments arguments) {
        HerdOptions options = new HerdOptions(
                arguments.integer("clients", 18_000),
                arguments.integer("probes", 200),
                arguments.integer("accept-rate", 1_000),
                arguments.number("rate", 2),
                arguments.seconds("settling", 25),
                arguments.seconds("window", 10),
                arguments.seconds("limit", 120),
                words(arguments.text("modes", "fixed,governed")),
                arguments.text("ending", "kill"),
                Path.of(arguments.text("breakwater-jar", "jetty-base/target/breakwater.jar")),
                List.of(arguments.text("java-options", "-Xmx1g").split(" ")),
                arguments.optional("data"));
        if (options.probes < 1 || options.probes >= options.clients) {
            throw new IllegalArgumentException(
                    "--probes must be 1 or more, and fewer than the clients: " + options.probes);
        }
        if (!List.of("kill", "drain").contains(options.ending)) {
            throw new IllegalArgumentException("--ending must be kill or drain: " + options.ending);
        }
        if (!List.of("fixed", "governed", "measured").containsAll(options.modes)) {
            throw new IllegalArgumentException("--modes must be of fixed, governed, measured: " + options.modes);
        }
        return options;
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(","));
    }
}
