package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.Metric;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.util.List;

/** One question to a target. */
public interface Scenario {
    String name();

    /** What it finds out, in the order of the table's columns. */
    List<Metric> metrics();

    /** How many connections it needs at once. */
    int connections();

    /** Starts the target, measures, stops it. */
    Measurement measure(Target target) throws IOException, InterruptedException;
}
