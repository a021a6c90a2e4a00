package dev.breakwater.benchmarks.herd;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Connects per second over time, as SVG: a panel for each run, on one scale of time and each on its own of number. */
final class HerdChart {
    private static final int WIDTH = 760;
    private static final int PANEL = 220;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;

    private final StringBuilder svg = new StringBuilder();
    private final List<Map<String, Object>> runs;
    private final int seconds;

    HerdChart(List<Map<String, Object>> runs) {
        this.runs = runs;
        this.seconds = runs.stream()
                .mapToInt(run -> numbers(run, "attemptsPerSecond").size())
                .max()
                .orElse(1);
    }

    @SuppressWarnings("unchecked")
    private static List<Integer> numbers(Map<String, Object> run, String name) {
        return (List<Integer>) run.get(name);
    }

    String svg() {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                WIDTH, PANEL * runs.size());
        for (int i = 0; i < runs.size(); i++) {
            panel(runs.get(i), i * PANEL);
        }
        return svg.append("</svg>\n").toString();
    }

    private void panel(Map<String, Object> run, int top) {
        List<Integer> attempts = numbers(run, "attemptsPerSecond");
        List<Integer> accepted = numbers(run, "acceptedPerSecond");
        int rate = ((Number) run.get("acceptRate")).intValue();
        int most = Math.max(rate, attempts.stream().mapToInt(i -> i).max().orElse(1)) * 11 / 10;
        int floor = top + PANEL - BOTTOM;
        add(
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s retry, %s: %,d clients; accepted at most %,d in a second,"
                        + " all back after %.1f s</text>%n",
                LEFT,
                top + 20,
                run.get("mode"),
                run.get("ending"),
                run.get("clients"),
                run.get("peakAcceptedInAnySecond"),
                run.get("secondsUntilAllWereBack"));
        for (int tick = 0; tick <= 4; tick++) {
            int value = most * tick / 4;
            double y = y(value, most, top);
            add("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n", LEFT, WIDTH - RIGHT, y, y);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%,d</text>%n", LEFT - 6, y + 4, value);
        }
        for (int second = 0; second <= seconds; second += 5) {
            add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>%n", x(second), floor + 16, second);
        }
        double y = y(rate, most, top);
        add(
                "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#999\" stroke-dasharray=\"4 3\"/>%n",
                LEFT, WIDTH - RIGHT, y, y);
        double back = ((Number) run.get("secondsAway")).doubleValue();
        add(
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\" stroke=\"#2a2\" stroke-dasharray=\"2 2\"/>%n",
                x(back), x(back), top + TOP - 10, floor);
        line(attempts, most, top, "#c33");
        line(accepted, most, top, "#36c");
        add(
                "<text x=\"%d\" y=\"%d\"><tspan fill=\"#c33\">attempts</tspan>, <tspan fill=\"#36c\">accepted</tspan> per"
                        + " second; dashed: the accept rate; green: the server is back</text>%n",
                LEFT, floor + 32);
    }

    private void line(List<Integer> values, int most, int top, String colour) {
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(i + 0.5), y(values.get(i), most, top)));
        }
        add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\"/>%n", points, colour);
    }

    private double x(double second) {
        return LEFT + (WIDTH - LEFT - RIGHT) * second / seconds;
    }

    private static double y(int value, int most, int top) {
        return top + PANEL - BOTTOM - (double) (PANEL - TOP - BOTTOM) * value / most;
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
