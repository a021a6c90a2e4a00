package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import java.time.Duration;

/**
 * What all scenarios with subscribers have in common.
 *
 * @param subscribers streams of one topic
 * @param dataSize bytes of each event's data
 * @param depth most publish requests in flight
 * @param batch most events in a publish request
 * @param opensPerSecond connections begun per second
 * @param warmUp before the measured window
 * @param measured the measured window
 */
record LoadOptions(
        int subscribers, int dataSize, int depth, int batch, int opensPerSecond, Duration warmUp, Duration measured) {

    static LoadOptions from(
            Arguments arguments, int subscribers, int dataSize, double warmUpSeconds, double measuredSeconds) {
        return new LoadOptions(
                arguments.integer("subscribers", subscribers),
                arguments.integer("data-size", dataSize),
                arguments.integer("depth", 32),
                arguments.integer("batch", 1),
                arguments.integer("opens-per-second", 2000),
                arguments.seconds("warm-up", warmUpSeconds),
                arguments.seconds("measured", measuredSeconds));
    }
}
