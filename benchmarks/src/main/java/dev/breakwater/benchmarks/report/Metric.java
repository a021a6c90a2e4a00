package dev.breakwater.benchmarks.report;

import java.util.Map;

/**
 * One number that a scenario finds out.
 *
 * @param key its name in the JSON file
 * @param heading its column in the table
 * @param decimals how many the table shows
 * @param compared whether the ratio to the baseline says something
 */
public record Metric(String key, String heading, int decimals, boolean compared) {
    Map<String, Object> toMap() {
        return Map.of("key", key, "heading", heading, "decimals", decimals, "compared", compared);
    }
}
