package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.measure.Machine;
import dev.breakwater.benchmarks.measure.OpenFileLimit;
import dev.breakwater.benchmarks.measure.OthersLoad;
import dev.breakwater.benchmarks.report.Measurement;
import dev.breakwater.benchmarks.report.ScenarioReport;
import dev.breakwater.benchmarks.report.TargetResult;
import dev.breakwater.benchmarks.targets.Target;
import dev.breakwater.benchmarks.targets.TargetOptions;
import dev.breakwater.benchmarks.targets.Targets;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One scenario for several targets, which take turns round by round: the machine's speed changes, and so it changes for
 * all.
 */
public final class Tournament {
    /** What other programs may take of the processors without a word about it. */
    private static final double NOTED_PERCENT = 5;

    private final Scenario scenario;
    private final List<Target> targets;
    private final String baseline;
    private final int rounds;
    private final Map<String, String> given;

    /** Between the targets that the options name. */
    public static Tournament of(Scenario scenario, Arguments arguments) {
        Targets all = new Targets(TargetOptions.from(arguments));
        List<Target> targets = arguments.list("targets", "nchan,nio,breakwater-jetty,breakwater-tomcat").stream()
                .flatMap(name -> all.group(name).stream())
                .toList();
        String baseline = all.named(arguments.text("baseline", "nchan")).name();
        return new Tournament(scenario, targets, baseline, arguments);
    }

    /** Ratios are taken against the target with the name {@code baseline}. */
    Tournament(Scenario scenario, List<Target> targets, String baseline, Arguments arguments) {
        this.scenario = scenario;
        this.targets = targets;
        this.baseline = baseline;
        rounds = Math.max(1, arguments.integer("rounds", 3));
        given = arguments.given();
    }

    public ScenarioReport run() throws InterruptedException {
        OpenFileLimit.require(scenario.connections());
        Map<String, Object> context = new LinkedHashMap<>(Machine.describe());
        context.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        context.put("rounds", rounds);
        context.put("options", given);
        List<TargetResult> results = new ArrayList<>();
        Map<Target, TargetResult> running = new LinkedHashMap<>();
        for (Target target : targets) {
            Optional<String> obstacle = obstacle(target);
            TargetResult result = new TargetResult(target.name(), target.version());
            results.add(result);
            obstacle.ifPresentOrElse(reason -> result.note("not run: " + reason), () -> running.put(target, result));
        }
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<Target, TargetResult> entry : running.entrySet()) {
                System.err.println(scenario.name() + ", round " + round + " of " + rounds + ", "
                        + entry.getKey().name());
                play(entry.getKey(), entry.getValue(), round);
            }
        }
        return new ScenarioReport(scenario.name(), scenario.metrics(), baseline, context, results);
    }

    /** Why it cannot run here, even after what has to be built was built. */
    static Optional<String> obstacle(Target target) throws InterruptedException {
        Optional<String> reason = target.whyNotRun();
        if (reason.isPresent()) {
            return reason;
        }
        try {
            target.prepare();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void play(Target target, TargetResult result, int round) throws InterruptedException {
        OthersLoad others = OthersLoad.begin();
        try {
            Measurement measurement = scenario.measure(target);
            result.add(round, measurement.withDetail("othersLoadPercent", others.percent()));
        } catch (IOException | RuntimeException e) {
            Progress.say(target, "failed: " + e.getMessage());
            result.note("round " + round + " failed: " + e.getMessage());
        }
        double percent = others.percent();
        if (percent > NOTED_PERCENT) {
            String note = String.format(Locale.ROOT, "round %d: others took %.0f %% of the processors", round, percent);
            Progress.say(target, note);
            result.note(note);
        }
    }
}
