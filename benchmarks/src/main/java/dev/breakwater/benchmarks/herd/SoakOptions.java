package dev.breakwater.benchmarks.herd;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.load.Habits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the soak was called with.
 *
 * @param duration of all
 * @param clients streams, some of which leave and come back, and some of which do not read
 * @param habits how many
 * @param eventRate events a second, to everybody
 * @param dataSize bytes of each event's data
 * @param sampling between two readings of memory, threads and descriptors
 * @param collecting between two full collections with a reading of the heap
 */
record SoakOptions(
        Duration duration,
        int clients,
        Habits habits,
        double eventRate,
        int dataSize,
        int acceptRate,
        Duration sampling,
        Duration collecting,
        Path jar,
        List<String> javaOptions) {

    private static final double AWAY_SECONDS = 1;
    private static final double STALLS_SECONDS = 60;

    static SoakOptions from(Arguments arguments) {
        double stalledPercent = arguments.number("stalled-percent", 5);
        SoakOptions options = new SoakOptions(
                arguments.seconds("minutes", 30).multipliedBy(60),
                arguments.integer("clients", 10_000),
                new Habits(
                        arguments.number("churn", 200),
                        arguments.seconds("away", AWAY_SECONDS),
                        stalledPercent == 0 ? 0 : (int) Math.round(100 / stalledPercent),
                        arguments.seconds("stalls", STALLS_SECONDS)),
                arguments.number("rate", 1),
                arguments.integer("data-size", 2000),
                arguments.integer("accept-rate", 1_000),
                arguments.seconds("sampling", 5),
                arguments.seconds("collecting", 60),
                arguments.path("breakwater-jar", "jetty-base/target/breakwater.jar"),
                arguments.words("java-options", "-Xmx1g"));
        if (stalledPercent > 100 || options.dataSize < 40 || options.duration.isZero()) {
            throw new IllegalArgumentException(
                    "--stalled-percent must be 0..100, --data-size 40 or more, --minutes above 0: " + options);
        }
        return options;
    }
}
