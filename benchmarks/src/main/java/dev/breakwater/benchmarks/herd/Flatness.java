package dev.breakwater.benchmarks.herd;

import dev.breakwater.benchmarks.report.LineChart.Point;
import dev.breakwater.benchmarks.report.Slope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Whether what a server takes stays the same while it runs. Judged is the second half of each process's life, when all
 * clients are there and pools have their size: by how much the straight line through the readings rises in it, of their
 * mean. What falls is flat enough.
 */
final class Flatness {
    /** Through fewer readings a line says nothing. */
    private static final int FEWEST_READINGS = 5;

    /** What is read, and by how much it may rise. */
    private enum Reading {
        PSS("PSS", 0.10),
        HEAP("heap after full collections", 0.10),
        THREADS("threads", 0.05),
        DESCRIPTORS("descriptors", 0.02);

        final String title;
        final double bound;

        Reading(String title, double bound) {
            this.title = title;
            this.bound = bound;
        }

        Stream<Point> of(Soak.Sample sample) {
            return switch (this) {
                case PSS -> Stream.of(new Point(sample.seconds(), sample.pssMegabytes()));
                case HEAP -> sample.heap().stream().map(megabytes -> new Point(sample.seconds(), megabytes));
                case THREADS -> Stream.of(new Point(sample.seconds(), sample.threads()));
                case DESCRIPTORS -> Stream.of(new Point(sample.seconds(), sample.descriptors()));
            };
        }
    }

    /** How one reading went in one process's life; lives are counted from 1. */
    private record Trend(Reading reading, int life, double mean, double rise) {
        boolean isFlat() {
            return rise <= reading.bound;
        }

        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("reading", reading.title);
            map.put("process", life);
            map.put("mean", mean);
            map.put("risePercent", 100 * rise);
            map.put("boundPercent", 100 * reading.bound);
            return map;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s of process %d: %+.1f %% of %.1f (%.0f %% at most)",
                    reading.title,
                    life,
                    100 * rise,
                    mean,
                    100 * reading.bound);
        }
    }

    private final List<Trend> trends = new ArrayList<>();
    private final List<String> notJudged = new ArrayList<>();

    /**
     * Judges.
     *
     * @param samples in the order of their time
     * @param restarts when a process ended and the next began, in seconds
     * @param end of the last one, in seconds
     */
    Flatness(List<Soak.Sample> samples, List<Double> restarts, double end) {
        double from = 0;
        for (int life = 1; life <= restarts.size() + 1; life++) {
            double to = life <= restarts.size() ? restarts.get(life - 1) : end;
            double half = (from + to) / 2;
            List<Soak.Sample> settled = samples.stream()
                    .filter(sample -> sample.seconds() >= half && sample.seconds() <= to)
                    .toList();
            for (Reading reading : Reading.values()) {
                judge(reading, life, settled);
            }
            if (settled.size() < FEWEST_READINGS) {
                notJudged.add(
                        "process " + life + " is not judged: read " + settled.size() + " times in its second half");
            }
            from = to;
        }
    }

    private void judge(Reading reading, int life, List<Soak.Sample> settled) {
        List<Point> points = settled.stream().flatMap(reading::of).toList();
        if (points.size() < FEWEST_READINGS) {
            return;
        }
        double mean = points.stream().mapToDouble(Point::y).average().orElseThrow();
        double duration = points.get(points.size() - 1).x() - points.get(0).x();
        trends.add(new Trend(reading, life, mean, Slope.of(points).perUnit() * duration / mean));
    }

    /** All that was judged: fewer than four for each process if there were too few readings. */
    List<Map<String, Object>> toMaps() {
        return trends.stream().map(Trend::toMap).toList();
    }

    /** A line for each of them, and for each process that was not judged. */
    List<String> lines() {
        return Stream.concat(trends.stream().map(Trend::toString), notJudged.stream())
                .toList();
    }

    /** What is not flat. */
    List<String> faults() {
        return trends.stream()
                .filter(trend -> !trend.isFlat())
                .map(trend -> "not flat: " + trend)
                .toList();
    }
}
