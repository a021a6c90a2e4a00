package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.measure.Machine;
import dev.breakwater.benchmarks.measure.OpenFileLimit;
import dev.breakwater.benchmarks.measure.OthersLoad;
import dev.breakwater.benchmarks.report.JsonFile;
import dev.breakwater.benchmarks.report.LineChart;
import dev.breakwater.benchmarks.report.LineChart.Line;
import dev.breakwater.benchmarks.report.LineChart.Panel;
import dev.breakwater.benchmarks.report.LineChart.Point;
import dev.breakwater.benchmarks.report.Slope;
import dev.breakwater.benchmarks.targets.Target;
import dev.breakwater.benchmarks.targets.TargetOptions;
import dev.breakwater.benchmarks.targets.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The command {@code growth}. */
public final class GrowthCommand {
    /** So many have their two lines of memory in one picture. */
    private static final int MOST_TARGETS = 6;

    private static final double KILOBYTE = 1024;
    private static final double MEGABYTE = 1024 * 1024;

    private final List<Line> deliveries = new ArrayList<>();
    private final List<Line> publications = new ArrayList<>();
    private final List<Line> memory = new ArrayList<>();
    private final List<String> says = new ArrayList<>();
    private final List<Map<String, Object>> results = new ArrayList<>();
    private double othersLoadPercent;

    private GrowthCommand() {}

    /** Runs it. */
    public static void run(Arguments arguments) throws IOException, InterruptedException {
        GrowthOptions options = GrowthOptions.from(arguments);
        Targets all = new Targets(TargetOptions.from(arguments));
        List<Target> targets = arguments.list("targets", "breakwater-jetty").stream()
                .flatMap(name -> all.group(name).stream())
                .toList();
        if (targets.size() > MOST_TARGETS) {
            throw new IllegalArgumentException(
                    "--targets must be " + MOST_TARGETS + " at most here, not " + targets.size());
        }
        Optional<String> json = arguments.optional("json");
        Optional<String> svg = arguments.optional("svg");
        arguments.rejectUnread();
        OpenFileLimit.require(options.mostConnections());
        GrowthCommand command = new GrowthCommand();
        List<Target> able = new ArrayList<>();
        for (Target target : targets) {
            Tournament.obstacle(target)
                    .ifPresentOrElse(
                            reason -> command.says.add(target.name() + ": not run: " + reason), () -> able.add(target));
        }
        command.measure(options, able);
        command.says.forEach(System.out::println);
        if (svg.isPresent()) {
            Files.writeString(Path.of(svg.get()), LineChart.svg(command.panels()));
        }
        if (json.isPresent()) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("scenario", "growth");
            report.put("context", Machine.describe());
            report.put("othersLoadPercent", command.othersLoadPercent);
            report.put("says", command.says);
            report.put("targets", command.results);
            JsonFile.write(Path.of(json.get()), report);
        }
    }

    private void measure(GrowthOptions options, List<Target> targets) throws InterruptedException {
        OthersLoad others = OthersLoad.begin();
        Growth growth = new Growth(options, targets);
        Map<Target, Map<String, Object>> found = new LinkedHashMap<>();
        targets.forEach(target -> found.put(target, new LinkedHashMap<>()));
        if (options.parts().contains("deliveries")) {
            Map<Target, Map<Integer, List<Double>>> costs = growth.deliveries();
            costs.forEach((target, steps) -> found.get(target).put("cpuMicrosPerDelivery", steps));
            costs(costs, deliveries, "delivery", "subscribers");
        }
        if (options.parts().contains("publish")) {
            Map<Target, Map<Integer, List<Double>>> costs = growth.publications();
            costs.forEach((target, steps) -> found.get(target).put("cpuMicrosPerPublication", steps));
            costs(costs, publications, "publication", "topics");
        }
        if (options.parts().contains("memory")) {
            growth.memory().forEach((target, readings) -> {
                Map<Integer, Object> maps = new TreeMap<>();
                readings.forEach((connections, reading) -> maps.put(connections, reading.toMap()));
                found.get(target).put("memory", maps);
                memory(target, "PSS", readings, MemoryReading::pss);
                if (readings.values().stream()
                        .allMatch(reading -> reading.heap().isPresent())) {
                    memory(target, "heap", readings, reading -> reading.heap().orElse(0));
                }
            });
        }
        says.addAll(growth.failures());
        found.forEach((target, result) -> {
            says.add(target.name() + ": " + growth.faults(target) + " faults on all streams");
            result.put("name", target.name());
            result.put("version", target.version());
            result.put("faults", growth.faults(target));
            results.add(result);
        });
        othersLoadPercent = others.percent();
        says.add(String.format(Locale.ROOT, "others took %.0f %% of the processors", othersLoadPercent));
    }

    private void costs(Map<Target, Map<Integer, List<Double>>> costs, List<Line> lines, String what, String steps) {
        costs.forEach((target, byStep) -> lines.add(new Line(target.name(), means(byStep))));
        lines.forEach(line -> says.add(growth(line, what, steps)));
        lines.stream().skip(1).forEach(other -> says.add(beside(lines.get(0), other, what, steps)));
    }

    private void memory(
            Target target, String what, Map<Integer, MemoryReading> readings, ToDoubleFunction<MemoryReading> bytes) {
        List<Point> points = new ArrayList<>();
        readings.forEach(
                (connections, reading) -> points.add(new Point(connections, bytes.applyAsDouble(reading) / MEGABYTE)));
        Slope slope = Slope.of(points);
        String text = String.format(
                Locale.ROOT,
                "%s %s %.1f KB for each connection",
                target.name(),
                what,
                slope.perUnit() * MEGABYTE / KILOBYTE);
        memory.add(new Line(text, points));
        says.add(text + String.format(Locale.ROOT, ", %.1f MB without any", slope.atZero()));
    }

    /** What the cost at each step is of that at 1,000, or of that at the first step. */
    private static String growth(Line line, String what, String steps) {
        Point base = base(line);
        StringJoiner text =
                new StringJoiner("; ", line.name() + ": server CPU for each " + what + ", by " + steps + ": ", "");
        for (Point point : line.points()) {
            text.add(String.format(Locale.ROOT, "%,.0f: %.2f µs (%.2f x)", point.x(), point.y(), point.y() / base.y()));
        }
        return text.toString();
    }

    /** What one's cost is of another's, at each step that both went through, and how that grows. */
    private static String beside(Line line, Line other, String what, String steps) {
        List<Point> ratios = new ArrayList<>();
        for (Point point : line.points()) {
            other.points().stream()
                    .filter(same -> same.x() == point.x())
                    .forEach(same -> ratios.add(new Point(point.x(), point.y() / same.y())));
        }
        String title = line.name() + ", of " + other.name() + "'s cost of a " + what + ", by " + steps + ": ";
        if (ratios.isEmpty()) {
            return title + "no step in common";
        }
        StringJoiner text = new StringJoiner("; ", title, "");
        ratios.forEach(ratio -> text.add(String.format(Locale.ROOT, "%,.0f: %.2f x", ratio.x(), ratio.y())));
        Point base = base(new Line(line.name(), ratios));
        Point last = ratios.get(ratios.size() - 1);
        return text
                + String.format(
                        Locale.ROOT,
                        "; it grows %.2f times as much from %,.0f to %,.0f",
                        last.y() / base.y(),
                        base.x(),
                        last.x());
    }

    private static Point base(Line line) {
        return line.points().stream()
                .filter(point -> point.x() == 1000)
                .findFirst()
                .orElse(line.points().get(0));
    }

    private static List<Point> means(Map<Integer, List<Double>> costs) {
        List<Point> points = new ArrayList<>();
        costs.forEach((step, all) -> points.add(new Point(
                step, all.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN))));
        return points;
    }

    private List<Panel> panels() {
        List<Panel> panels = new ArrayList<>();
        if (!deliveries.isEmpty()) {
            panels.add(new Panel("Server CPU for each delivery, µs", "subscribers of one topic", true, deliveries));
        }
        if (!publications.isEmpty()) {
            panels.add(new Panel("Server CPU for each publication, µs", "topics", true, publications));
        }
        if (!memory.isEmpty()) {
            panels.add(new Panel("Memory after full collections, MB", "idle connections", false, memory));
        }
        return panels;
    }
}
