package dev.breakwater.benchmarks.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Puts the results in a directory of JSON files into a page, as tables and pictures between two marks, in the order of the
 * files' names. The rest of the page is left as it is.
 */
public final class PageReport {
    private static final String BEGIN = "<!-- results: made by `benchmarks.jar report` -->";
    private static final String END = "<!-- end of results -->";

    private final Path results;
    private final Path page;
    private final Path images;

    /** {@code images} is a directory below that of the page. */
    public PageReport(Path results, Path page, Path images) {
        this.results = results;
        this.page = page;
        this.images = images;
    }

    /** Makes an empty page if there is none. */
    public static void begin(Path page) throws IOException {
        if (Files.notExists(page)) {
            Files.writeString(page, "# Benchmarks\n\n" + BEGIN + "\n" + END + "\n");
        }
    }

    /**
     * Writes page and pictures.
     *
     * @throws IllegalStateException if the page has not the two marks, or there are no results
     */
    public void write() throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException(page + " must have the lines " + BEGIN + " and " + END);
        }
        StringBuilder made = new StringBuilder(BEGIN).append("\n\n");
        for (Path file : files()) {
            made.append(section(file, JsonFile.read(file)));
        }
        Files.writeString(page, text.substring(0, begin) + made + text.substring(end));
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(results, "*.json")) {
            found.forEach(files::add);
        }
        if (files.isEmpty()) {
            throw new IllegalStateException("there are no results in " + results);
        }
        Collections.sort(files);
        return files;
    }

    private String section(Path file, JsonNode report) throws IOException {
        String name = file.getFileName().toString().replace(".json", "");
        JsonNode context = report.path("context");
        JsonNode targets = report.path("targets");
        List<JsonNode> metrics = elements(report.path("metrics"));
        StringBuilder out = new StringBuilder("### " + name.replaceFirst("^\\d+-", "") + "\n\n");
        out.append(String.format(
                Locale.ROOT,
                "`%s`, %s, %s; %d cores (%s), %s, %s.%n%n",
                report.path("scenario").asText(),
                context.path("started").asText(),
                options(context.path("options")),
                context.path("cores").asInt(),
                context.path("cpu").asText(),
                context.path("os").asText(),
                context.path("jdk").asText()));
        out.append(row(
                "",
                metrics.stream().map(metric -> metric.path("heading").asText()).toList()));
        out.append(row("---", metrics.stream().map(metric -> "---:").toList()));
        String baseline = report.path("baseline").asText();
        boolean compared = elements(targets).stream()
                .anyMatch(target -> target.path("name").asText().equals(baseline));
        for (JsonNode target : targets) {
            String targetName = target.path("name").asText();
            List<String> cells = metrics.stream()
                    .map(metric -> cell(target.path("summary"), metric, compared && !targetName.equals(baseline)))
                    .toList();
            out.append(row(targetName, cells));
        }
        out.append('\n');
        for (JsonNode target : targets) {
            out.append("- ").append(target.path("name").asText()).append(": ");
            out.append(target.path("version").asText());
            target.path("notes")
                    .forEach(note -> out.append("; ")
                            .append(note.asText().replaceAll("\\s+", " ").trim()));
            out.append('\n');
        }
        out.append('\n').append(picture(name, targets, metrics.get(0)));
        return out.toString();
    }

    /** What was chosen, but for places on the machine, which say nothing to others. */
    private static String options(JsonNode given) {
        return given.properties().stream()
                .filter(option -> !option.getValue().asText().contains("/"))
                .map(option -> "`--" + option.getKey() + " " + option.getValue().asText() + "`")
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private String picture(String name, JsonNode targets, JsonNode metric) throws IOException {
        List<BarChart.Bar> bars = new ArrayList<>();
        for (JsonNode target : targets) {
            JsonNode spread = target.path("summary").path(metric.path("key").asText());
            if (!spread.isMissingNode()) {
                bars.add(new BarChart.Bar(
                        target.path("name").asText(),
                        number(spread, "median"),
                        number(spread, "least"),
                        number(spread, "most")));
            }
        }
        String heading = metric.path("heading").asText();
        Files.createDirectories(images);
        Path svg = images.resolve("field-" + name + ".svg");
        Files.writeString(svg, BarChart.svg(name.replaceFirst("^\\d+-", "") + ": " + heading, decimals(metric), bars));
        Path directory = page.toAbsolutePath().getParent();
        return "![" + heading + "](" + directory.relativize(svg.toAbsolutePath()) + ")\n\n";
    }

    /** The median, in parentheses the extremes, then the median ratio to the baseline. */
    private static String cell(JsonNode summary, JsonNode metric, boolean compared) {
        JsonNode spread = summary.path(metric.path("key").asText());
        if (spread.isMissingNode()) {
            return "-";
        }
        String number = "%,." + decimals(metric) + "f";
        double least = number(spread, "least");
        double most = number(spread, "most");
        String text = String.format(Locale.ROOT, number, number(spread, "median"));
        if (least < most) {
            text += String.format(Locale.ROOT, " (" + number + "..." + number + ")", least, most);
        }
        JsonNode ratio = spread.path("ratio");
        return compared && ratio.isObject()
                ? text + String.format(Locale.ROOT, ", %.2f ×", number(ratio, "median"))
                : text;
    }

    private static double number(JsonNode spread, String name) {
        return spread.path(name).asDouble(Double.NaN);
    }

    private static int decimals(JsonNode metric) {
        return metric.path("decimals").asInt();
    }

    private static List<JsonNode> elements(JsonNode list) {
        List<JsonNode> elements = new ArrayList<>();
        list.forEach(elements::add);
        return elements;
    }

    private static String row(String first, List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| " + first + " | ", " |\n"));
    }
}
