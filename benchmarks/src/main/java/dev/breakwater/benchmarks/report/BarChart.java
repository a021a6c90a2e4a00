package dev.breakwater.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** A bar for each target, with its extremes, as SVG. */
final class BarChart {
    private static final int WIDTH = 760;
    private static final int LEFT = 150;
    private static final int RIGHT = 110;
    private static final int TOP = 40;
    private static final int ROW = 24;
    private static final int BAR = 16;

    /** A bar. */
    record Bar(String name, double median, double least, double most) {}

    private BarChart() {}

    static String svg(String title, int decimals, List<Bar> bars) {
        double longest = Math.max(bars.stream().mapToDouble(Bar::most).max().orElse(1), 1e-9);
        double scale = (WIDTH - LEFT - RIGHT) / longest;
        StringBuilder svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n"
                        + "<text x=\"10\" y=\"22\" font-weight=\"bold\">%s</text>%n",
                WIDTH,
                TOP + ROW * bars.size() + 10,
                title);
        for (int i = 0; i < bars.size(); i++) {
            Bar bar = bars.get(i);
            int y = TOP + ROW * i;
            double middle = y + BAR / 2.0;
            add(svg, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LEFT - 8, y + 13, bar.name());
            add(
                    svg,
                    "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n",
                    LEFT,
                    y,
                    bar.median() * scale,
                    BAR,
                    bar.name().startsWith("breakwater") ? "#36c" : "#999");
            add(
                    svg,
                    "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"black\"/>%n",
                    LEFT + bar.least() * scale,
                    LEFT + bar.most() * scale,
                    middle,
                    middle);
            add(
                    svg,
                    "<text x=\"%.1f\" y=\"%d\">%,." + decimals + "f</text>%n",
                    LEFT + bar.most() * scale + 6,
                    y + 13,
                    bar.median());
        }
        return svg.append("</svg>\n").toString();
    }

    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
