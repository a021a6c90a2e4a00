package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;

/** What is measured at one rate, to the subscribers of one topic. */
abstract class FixedRateScenario implements Scenario {
    final LoadOptions options;
    final double rate;

    FixedRateScenario(Arguments arguments) {
        options = LoadOptions.from(arguments, 1000, 100, 10, 10);
        rate = arguments.number("rate", 100);
    }

    @Override
    public final int connections() {
        return options.subscribers();
    }

    @Override
    public final Measurement measure(Target target) throws IOException, InterruptedException {
        try (Session session = Session.open(target, options.subscribers(), 0, options)) {
            return measure(target, session);
        }
    }

    /** With all subscribers' streams open. */
    abstract Measurement measure(Target target, Session session) throws IOException, InterruptedException;

    /** Says what came out, and begins the measurement's record with it. */
    static Measurement begin(Target target, StepResult result) {
        Progress.say(target, result.toString());
        return new Measurement().withDetail("step", result.toMap());
    }
}
