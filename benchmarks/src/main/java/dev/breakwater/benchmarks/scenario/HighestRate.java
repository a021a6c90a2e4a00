package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.targets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The search for the highest publish rate at which every subscriber gets everything with a p99 under a second. After a
 * rate that was not kept the target is started afresh, so that no rate inherits another's backlog. The result is
 * confirmed over a longer window, because a backlog may grow for seconds before it shows, unless that window is none.
 */
final class HighestRate {
    private static final int CONFIRMATIONS = 6;
    private static final double STEP_BACK = 0.92;

    /** A fresh server first runs at a part of the rate, so that a JVM is not judged by its interpreter. */
    private static final double RUN_IN_SHARE = 0.4;

    private final LoadOptions options;
    private final RateSearch search;
    private final int attempts;
    private final Duration runIn;
    private final Duration confirmation;

    HighestRate(LoadOptions options, Arguments arguments) {
        this.options = options;
        search = new RateSearch(
                arguments.number("start-rate", 50),
                arguments.number("factor", 1.6),
                arguments.integer("refinements", 3));
        attempts = Math.max(1, arguments.integer("attempts", 2));
        runIn = arguments.seconds("run-in", 5);
        confirmation = arguments.seconds("confirmation", 10);
    }

    /** What was found: the steps in their order, and the highest that was kept. */
    record Found(Optional<StepResult> highest, List<StepResult> steps) {}

    Found of(Target target) throws IOException, InterruptedException {
        try (Climb climb = new Climb(target)) {
            double rate = search.highest(candidate -> climb.keeps(candidate, options.measured()));
            if (confirmation.isZero()) {
                return new Found(climb.kept, climb.steps);
            }
            for (int i = 0; i < CONFIRMATIONS && rate > 0; i++) {
                if (climb.keeps(rate, confirmation)) {
                    return new Found(climb.kept, climb.steps);
                }
                rate *= STEP_BACK;
            }
            return new Found(Optional.empty(), climb.steps);
        }
    }

    /** One search's steps and the session that they use as long as all goes well. */
    private final class Climb implements AutoCloseable {
        final List<StepResult> steps = new ArrayList<>();
        private final Target target;
        private Optional<Session> session = Optional.empty();

        /** The last that was, which is the highest: no search tries a rate below one that was kept. */
        Optional<StepResult> kept = Optional.empty();

        Climb(Target target) {
            this.target = target;
        }

        /** On a noisy machine a rate has failed only when it has failed each time. */
        boolean keeps(double rate, Duration measured) throws IOException, InterruptedException {
            for (int attempt = 0; attempt < attempts; attempt++) {
                if (keepsOnce(new LoadStep(rate, options.warmUp(), measured))) {
                    return true;
                }
            }
            return false;
        }

        private boolean keepsOnce(LoadStep step) throws IOException, InterruptedException {
            boolean fresh = session.isEmpty();
            if (fresh) {
                session = Optional.of(Session.open(target, options.subscribers(), 0, options));
            }
            try {
                if (fresh) {
                    new LoadStep(step.rate() * RUN_IN_SHARE, runIn, Duration.ZERO).run(session.get());
                }
                StepResult result = step.run(session.get());
                steps.add(result);
                Progress.say(target, result.toString());
                if (result.problems().isEmpty()) {
                    kept = Optional.of(result);
                    return true;
                }
            } catch (IOException e) {
                Progress.say(target, "%,.0f events/s: %s".formatted(step.rate(), e.getMessage()));
            }
            close();
            return false;
        }

        @Override
        public void close() throws IOException {
            if (session.isPresent()) {
                session.get().close();
                session = Optional.empty();
            }
        }
    }
}
