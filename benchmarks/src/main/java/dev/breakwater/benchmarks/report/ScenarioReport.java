package dev.breakwater.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The outcome of one scenario for all targets.
 *
 * @param scenario its name
 * @param metrics what was measured, in the order of the table's columns
 * @param baseline the target that ratios are taken against
 * @param context machine, time and options
 * @param targets the results, in the order of the table's rows
 */
public record ScenarioReport(
        String scenario,
        List<Metric> metrics,
        String baseline,
        Map<String, Object> context,
        List<TargetResult> targets) {

    /** A row for each target: the median, in parentheses the extremes, then the median ratio to the baseline. */
    public String markdown() {
        StringBuilder out = new StringBuilder("## " + scenario + "\n\n");
        context.forEach((name, value) ->
                out.append("- ").append(name).append(": ").append(value).append('\n'));
        targets.forEach(target -> out.append("- ")
                .append(target.name())
                .append(": ")
                .append(target.version())
                .append('\n'));
        out.append('\n')
                .append(row("target", metrics.stream().map(Metric::heading).toList()));
        out.append(row("---", metrics.stream().map(metric -> "---:").toList()));
        for (TargetResult target : targets) {
            out.append(row(
                    target.name(),
                    metrics.stream().map(metric -> cell(target, metric)).toList()));
        }
        out.append('\n');
        for (TargetResult target : targets) {
            target.notes()
                    .forEach(note -> out.append("- ")
                            .append(target.name())
                            .append(": ")
                            .append(note)
                            .append('\n'));
        }
        return out.toString();
    }

    public void writeJson(Path file) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("scenario", scenario);
        map.put("baseline", baseline);
        map.put("context", context);
        map.put("metrics", metrics.stream().map(Metric::toMap).toList());
        List<Object> results = new ArrayList<>();
        for (TargetResult target : targets) {
            results.add(target.toMap(metrics, baselineResult().orElse(target)));
        }
        map.put("targets", results);
        JsonFile.write(file, map);
    }

    private Optional<TargetResult> baselineResult() {
        return targets.stream().filter(target -> target.name().equals(baseline)).findFirst();
    }

    private String cell(TargetResult target, Metric metric) {
        String number = "%,." + metric.decimals() + "f";
        return target.spread(metric)
                .map(spread -> {
                    String text = String.format(Locale.ROOT, number, spread.median());
                    if (spread.least() < spread.most()) {
                        text += String.format(
                                Locale.ROOT, " (" + number + "..." + number + ")", spread.least(), spread.most());
                    }
                    return text + ratio(target, metric);
                })
                .orElse("-");
    }

    private String ratio(TargetResult target, Metric metric) {
        if (!metric.compared() || target.name().equals(baseline)) {
            return "";
        }
        return baselineResult()
                .flatMap(base -> target.ratio(metric, base))
                .map(ratio -> String.format(Locale.ROOT, ", x%.2f", ratio.median()))
                .orElse("");
    }

    private static String row(String first, List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| " + first + " | ", " |\n"));
    }
}
