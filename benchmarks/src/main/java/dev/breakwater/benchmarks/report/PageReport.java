package dev.breakwater.benchmarks.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
            made.append(section(file, object(JsonReader.read(Files.readString(file)))));
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

    private String section(Path file, Map<String, Object> report) throws IOException {
        String name = file.getFileName().toString().replace(".json", "");
        Map<String, Object> context = object(report.get("context"));
        List<Map<String, Object>> targets = objects(report.get("targets"));
        List<Map<String, Object>> metrics = objects(report.get("metrics"));
        StringBuilder out = new StringBuilder("### " + name.replaceFirst("^\\d+-", "") + "\n\n");
        out.append(String.format(
                Locale.ROOT,
                "`%s`, %s, %s; %.0f cores (%s), %s, %s.%n%n",
                report.get("scenario"),
                context.get("started"),
                options(object(context.get("options"))),
                (Double) context.get("cores"),
                context.get("cpu"),
                context.get("os"),
                context.get("jdk")));
        out.append(row(
                "",
                metrics.stream().map(metric -> (String) metric.get("heading")).toList()));
        out.append(row("---", metrics.stream().map(metric -> "---:").toList()));
        for (Map<String, Object> target : targets) {
            Map<String, Object> summary = object(target.get("summary"));
            List<String> cells =
                    metrics.stream().map(metric -> cell(summary, metric)).toList();
            out.append(row((String) target.get("name"), cells));
        }
        out.append('\n');
        for (Map<String, Object> target : targets) {
            out.append("- ").append(target.get("name")).append(": ").append(target.get("version"));
            list(target.get("notes"))
                    .forEach(note -> out.append("; ")
                            .append(((String) note).replaceAll("\\s+", " ").trim()));
            out.append('\n');
        }
        out.append('\n').append(picture(name, targets, metrics.get(0)));
        return out.toString();
    }

    /** What was chosen, but for places on the machine, which say nothing to others. */
    private static String options(Map<String, Object> given) {
        return given.entrySet().stream()
                .filter(option -> !String.valueOf(option.getValue()).contains("/"))
                .map(option -> "`--" + option.getKey() + " " + option.getValue() + "`")
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private String picture(String name, List<Map<String, Object>> targets, Map<String, Object> metric)
            throws IOException {
        List<BarChart.Bar> bars = new ArrayList<>();
        for (Map<String, Object> target : targets) {
            Object spread = object(target.get("summary")).get((String) metric.get("key"));
            if (spread != null) {
                Map<String, Object> numbers = object(spread);
                bars.add(new BarChart.Bar(
                        (String) target.get("name"),
                        (Double) numbers.get("median"),
                        (Double) numbers.get("least"),
                        (Double) numbers.get("most")));
            }
        }
        String heading = (String) metric.get("heading");
        Files.createDirectories(images);
        Path svg = images.resolve("field-" + name + ".svg");
        Files.writeString(svg, BarChart.svg(name.replaceFirst("^\\d+-", "") + ": " + heading, decimals(metric), bars));
        Path directory = page.toAbsolutePath().getParent();
        return "![" + heading + "](" + directory.relativize(svg.toAbsolutePath()) + ")\n\n";
    }

    private static String cell(Map<String, Object> summary, Map<String, Object> metric) {
        Object spread = summary.get((String) metric.get("key"));
        if (spread == null) {
            return "-";
        }
        Map<String, Object> numbers = object(spread);
        String number = "%,." + decimals(metric) + "f";
        Double least = (Double) numbers.get("least");
        Double most = (Double) numbers.get("most");
        String text = String.format(Locale.ROOT, number, numbers.get("median"));
        if (least < most) {
            text += String.format(Locale.ROOT, " (" + number + "..." + number + ")", least, most);
        }
        return text;
    }

    private static int decimals(Map<String, Object> metric) {
        return ((Double) metric.get("decimals")).intValue();
    }

    private static String row(String first, List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| " + first + " | ", " |\n"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> objects(Object value) {
        return (List<Map<String, Object>>) value;
    }
}
