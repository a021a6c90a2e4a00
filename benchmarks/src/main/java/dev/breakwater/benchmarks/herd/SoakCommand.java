package dev.breakwater.benchmarks.herd;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.measure.Machine;
import dev.breakwater.benchmarks.measure.OpenFileLimit;
import dev.breakwater.benchmarks.report.JsonFile;
import dev.breakwater.benchmarks.report.LineChart;
import dev.breakwater.benchmarks.report.LineChart.Line;
import dev.breakwater.benchmarks.report.LineChart.Panel;
import dev.breakwater.benchmarks.report.LineChart.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The command {@code soak}. */
public final class SoakCommand {
    private SoakCommand() {}

    /**
     * Runs it.
     *
     * @throws IllegalStateException if what must be true was not
     */
    public static void run(Arguments arguments) throws IOException, InterruptedException {
        SoakOptions options = SoakOptions.from(arguments);
        Optional<String> json = arguments.optional("json");
        Optional<String> svg = arguments.optional("svg");
        Path directory = arguments.path("directory", System.getProperty("java.io.tmpdir"));
        arguments.rejectUnread();
        OpenFileLimit.require(options.clients());
        Path data = Files.createTempDirectory(directory, "breakwater-soak");
        try {
            Soak soak = new Soak(options, data);
            Map<String, Object> results = soak.run();
            results.forEach((name, value) -> {
                if (!name.equals("samples")) {
                    System.out.println(name + ": " + value);
                }
            });
            Flatness flatness = soak.flatness();
            flatness.lines().forEach(System.out::println);
            if (svg.isPresent()) {
                Files.writeString(Path.of(svg.get()), LineChart.svg(panels(soak.samples())));
            }
            if (json.isPresent()) {
                Map<String, Object> report = new LinkedHashMap<>();
                report.put("scenario", "soak");
                report.put("context", Machine.describe());
                report.put("results", results);
                report.put("flatness", flatness.toMaps());
                JsonFile.write(Path.of(json.get()), report);
            }
            List<String> faults = new ArrayList<>(Soak.faults(results));
            faults.addAll(flatness.faults());
            if (!faults.isEmpty()) {
                throw new IllegalStateException(String.join("; ", faults));
            }
        } finally {
            delete(data);
        }
    }

    private static List<Panel> panels(List<Soak.Sample> samples) {
        List<Point> heap = samples.stream()
                .flatMap(sample -> sample.heap().stream().map(megabytes -> new Point(sample.seconds(), megabytes)))
                .toList();
        Line pss = line("PSS", samples, Soak.Sample::pssMegabytes);
        List<Line> memory =
                heap.isEmpty() ? List.of(pss) : List.of(pss, new Line("heap after a full collection", heap));
        return List.of(
                new Panel("Memory of the server, MB", "seconds", false, memory),
                new Panel(
                        "Descriptors and streams",
                        "seconds",
                        false,
                        List.of(
                                line("descriptors of the server", samples, Soak.Sample::descriptors),
                                line("streams that the clients have open", samples, Soak.Sample::streams))),
                new Panel(
                        "Threads of the server",
                        "seconds",
                        false,
                        List.of(line("threads", samples, Soak.Sample::threads))));
    }

    private static Line line(String name, List<Soak.Sample> samples, ToDoubleFunction<Soak.Sample> value) {
        return new Line(
                name,
                samples.stream()
                        .map(sample -> new Point(sample.seconds(), value.applyAsDouble(sample)))
                        .toList());
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                Files.delete(file);
            }
        }
    }
}
