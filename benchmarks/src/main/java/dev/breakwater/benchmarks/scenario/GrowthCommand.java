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
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The command {@code growth}. */
public final class GrowthCommand {
    private static final double KILOBYTE = 1024;
    private static final double MEGABYTE = 1024 * 1024;

    private final List<Line> deliveries = new ArrayList<>();
    private final List<Line> publications = new ArrayList<>();
    private final List<Line> memory = new ArrayList<>();
    private final List<String> says = new ArrayList<>();
    private final List<Map<String, Object>> results = new ArrayList<>();

    private GrowthCommand() {}

    /** Runs it. */
    public static void run(Arguments arguments) throws IOException, InterruptedException {
        GrowthOptions options = GrowthOptions.from(arguments);
        Targets all = new Targets(TargetOptions.from(arguments));
        List<Target> targets = arguments.list("targets", "breakwater-jetty").stream()
                .flatMap(name -> all.group(name).stream())
                .toList();
        Optional<String> json = arguments.optional("json");
        Optional<String> svg = arguments.optional("svg");
        arguments.rejectUnread();
        OpenFileLimit.require(options.mostConnections());
        GrowthCommand command = new GrowthCommand();
        for (Target target : targets) {
            Optional<String> obstacle = Tournament.obstacle(target);
            if (obstacle.isPresent()) {
                command.says.add(target.name() + ": not run: " + obstacle.get());
            } else {
                command.measure(options, target);
            }
        }
        command.says.forEach(System.out::println);
        if (svg.isPresent()) {
            Files.writeString(Path.of(svg.get()), LineChart.svg(command.panels()));
        }
        if (json.isPresent()) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("scenario", "growth");
            report.put("context", Machine.describe());
            report.put("says", command.says);
            report.put("targets", command.results);
            JsonFile.write(Path.of(json.get()), report);
        }
    }

    private void measure(GrowthOptions options, Target target) throws IOException, InterruptedException {
        OthersLoad others = OthersLoad.begin();
        Growth growth = new Growth(options, target);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("name", target.name());
        result.put("version", target.version());
        if (options.parts().contains("deliveries")) {
            Map<Integer, List<Double>> costs = growth.deliveries();
            result.put("cpuMicrosPerDelivery", costs);
            Line line = new Line(target.name(), means(costs));
            deliveries.add(line);
            says.add(ratio(target, "delivery", "subscribers", line));
        }
        if (options.parts().contains("publish")) {
            Map<Integer, List<Double>> costs = growth.publications();
            result.put("cpuMicrosPerPublication", costs);
            Line line = new Line(target.name(), means(costs));
            publications.add(line);
            says.add(ratio(target, "publication", "topics", line));
        }
        if (options.parts().contains("memory")) {
            Map<Integer, MemoryReading> readings = growth.memory();
            Map<Integer, Object> maps = new TreeMap<>();
            readings.forEach((connections, reading) -> maps.put(connections, reading.toMap()));
            result.put("memory", maps);
            memory(target, "PSS", readings, MemoryReading::pss);
            if (readings.values().stream().allMatch(reading -> reading.heap().isPresent())) {
                memory(target, "heap", readings, reading -> reading.heap().orElse(0));
            }
        }
        result.put("faults", growth.faults());
        result.put("othersLoadPercent", others.percent());
        says.add(String.format(
                Locale.ROOT,
                "%s: %d faults on all streams; others took %.0f %% of the processors",
                target.name(),
                growth.faults(),
                others.percent()));
        results.add(result);
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
    private static String ratio(Target target, String what, String steps, Line line) {
        Point base = line.points().stream()
                .filter(point -> point.x() == 1000)
                .findFirst()
                .orElse(line.points().get(0));
        StringBuilder text = new StringBuilder(target.name() + ": server CPU for each " + what + ", by " + steps + ":");
        for (Point point : line.points()) {
            text.append(String.format(
                    Locale.ROOT, " %,.0f: %.2f µs (%.2f x);", point.x(), point.y(), point.y() / base.y()));
        }
        return text.substring(0, text.length() - 1);
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
