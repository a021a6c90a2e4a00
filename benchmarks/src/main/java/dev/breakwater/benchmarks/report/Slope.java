package dev.breakwater.benchmarks.report;

import java.util.List;

/** A straight line through points, by least squares. */
public record Slope(double perUnit, double atZero) {
    /** Through two points or more of different x. */
    public static Slope of(List<LineChart.Point> points) {
        double meanX = points.stream().mapToDouble(LineChart.Point::x).average().orElseThrow();
        double meanY = points.stream().mapToDouble(LineChart.Point::y).average().orElseThrow();
        double squares = points.stream()
                .mapToDouble(point -> (point.x() - meanX) * (point.x() - meanX))
                .sum();
        double products = points.stream()
                .mapToDouble(point -> (point.x() - meanX) * (point.y() - meanY))
                .sum();
        if (squares == 0) {
            throw new IllegalArgumentException("a slope needs points of different x: " + points);
        }
        return new Slope(products / squares, meanY - products / squares * meanX);
    }
}
