package dev.breakwater.benchmarks.herd;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.measure.Machine;
import dev.breakwater.benchmarks.report.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command {@code herd}. */
public final class HerdCommand {
    private HerdCommand() {}

    /**
     * Runs it.
     *
     * @throws IllegalStateException if what must be true was not
     */
    public static void run(Arguments arguments) throws IOException, InterruptedException {
        HerdOptions options = HerdOptions.from(arguments);
        Optional<String> json = arguments.optional("json");
        Optional<String> svg = arguments.optional("svg");
        arguments.rejectUnread();
        List<Map<String, Object>> runs = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (String mode : options.modes()) {
            Map<String, Object> results = new HerdRun(options, mode).run();
            runs.add(results);
            results.forEach((name, value) -> System.out.println(name + ": " + value));
            System.out.println();
            HerdRun.faults(results, options.data().isPresent()).forEach(fault -> faults.add(mode + ": " + fault));
        }
        if (svg.isPresent()) {
            Files.writeString(Path.of(svg.get()), new HerdChart(runs).svg());
        }
        if (json.isPresent()) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("machine", Machine.describe());
            report.put("runs", runs);
            JsonFile.write(Path.of(json.get()), report);
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(String.join("; ", faults));
        }
    }
}
