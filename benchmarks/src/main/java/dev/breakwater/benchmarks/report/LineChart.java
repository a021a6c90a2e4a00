package dev.breakwater.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over numbers, as SVG: one below the other, each with scales of its own that begin at 0. */
public final class LineChart {
    private static final int WIDTH = 760;
    private static final int PANEL = 260;
    private static final int LEFT = 80;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 60;
    private static final int TICKS = 4;
    private static final List<String> COLOURS =
            List.of("#36c", "#c33", "#2a2", "#b80", "#849", "#0aa", "#555", "#e6a", "#7b3", "#a52", "#69f", "#f84");

    /** A point of a line. */
    public record Point(double x, double y) {}

    /** A line and what it is called. */
    public record Line(String name, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }
    }

    /**
     * Lines with common scales.
     *
     * @param title above them
     * @param horizontal what x is
     * @param logarithmic whether x is drawn by its order of magnitude, from 1 on
     * @param lines at most twelve
     */
    public record Panel(String title, String horizontal, boolean logarithmic, List<Line> lines) {
        public Panel {
            lines = List.copyOf(lines);
            if (lines.isEmpty() || lines.size() > COLOURS.size()) {
                throw new IllegalArgumentException(
                        "a panel must have 1.." + COLOURS.size() + " lines: " + lines.size());
            }
        }

        private double most(boolean ofX) {
            return lines.stream()
                    .flatMap(line -> line.points().stream())
                    .mapToDouble(point -> ofX ? point.x() : point.y())
                    .max()
                    .orElse(1);
        }

        private double least() {
            return lines.stream()
                    .flatMap(line -> line.points().stream())
                    .mapToDouble(Point::y)
                    .min()
                    .orElse(0);
        }
    }

    private final StringBuilder svg = new StringBuilder();

    private LineChart() {}

    public static String svg(List<Panel> panels) {
        LineChart chart = new LineChart();
        chart.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH, PANEL * panels.size());
        for (int i = 0; i < panels.size(); i++) {
            chart.panel(panels.get(i), i * PANEL);
        }
        return chart.svg.append("</svg>\n").toString();
    }

    private void panel(Panel panel, int top) {
        double mostX = Math.max(panel.most(true), panel.logarithmic() ? 10 : 1e-9);
        double mostY = Math.max(panel.most(false) * 1.1, 1e-9);
        double leastY = Math.min(0, panel.least());
        int floor = top + PANEL - BOTTOM;
        add("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>%n", LEFT, top + 20, escaped(panel.title()));
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = leastY + (mostY - leastY) * tick / TICKS;
            double y = floor - (double) (PANEL - TOP - BOTTOM) * tick / TICKS;
            add("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n", LEFT, WIDTH - RIGHT, y, y);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 6, y + 4, number(value));
        }
        for (double value : ticks(mostX, panel.logarithmic())) {
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    x(value, mostX, panel.logarithmic()), floor + 16, number(value));
        }
        for (int i = 0; i < panel.lines().size(); i++) {
            line(panel, panel.lines().get(i), COLOURS.get(i), new Scale(mostX, leastY, mostY, floor));
        }
        legend(panel, floor);
    }

    /** What the numbers of a panel are drawn by. */
    private record Scale(double mostX, double leastY, double mostY, int floor) {
        double y(double value) {
            return floor - (PANEL - TOP - BOTTOM) * (value - leastY) / (mostY - leastY);
        }
    }

    private void line(Panel panel, Line line, String colour, Scale scale) {
        StringBuilder points = new StringBuilder();
        for (Point point : line.points()) {
            double x = x(point.x(), scale.mostX(), panel.logarithmic());
            double y = scale.y(point.y());
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
            if (line.points().size() <= 20) {
                add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\" fill=\"%s\"/>%n", x, y, colour);
            }
        }
        add(
                "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n",
                points.toString().trim(), colour);
    }

    private void legend(Panel panel, int floor) {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < panel.lines().size(); i++) {
            names.append(String.format(
                    Locale.ROOT,
                    "%s<tspan fill=\"%s\">%s</tspan>",
                    i == 0 ? "" : ", ",
                    COLOURS.get(i),
                    escaped(panel.lines().get(i).name())));
        }
        add("<text x=\"%d\" y=\"%d\">%s</text>%n", LEFT, floor + 36, names);
        add("<text x=\"%d\" y=\"%d\">over %s</text>%n", LEFT, floor + 52, escaped(panel.horizontal()));
    }

    private static List<Double> ticks(double most, boolean logarithmic) {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            for (double value = 1; value <= most * 1.001; value *= 10) {
                ticks.add(value);
            }
        } else {
            for (int tick = 0; tick <= TICKS; tick++) {
                ticks.add(most * tick / TICKS);
            }
        }
        return ticks;
    }

    private static double x(double value, double most, boolean logarithmic) {
        double share = logarithmic ? Math.log(Math.max(1, value)) / Math.log(most) : value / most;
        return LEFT + (WIDTH - LEFT - RIGHT) * share;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 10 && value != Math.rint(value) ? "%.2f" : "%,.0f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
