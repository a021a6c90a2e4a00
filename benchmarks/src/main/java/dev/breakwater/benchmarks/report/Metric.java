package dev.breakwater.benchmarks.report;

/**
 * One number that a scenario finds out.
 *
 * @param key its name in the JSON file
 * @param heading its column in the table
 * @param decimals how many the table shows
 * @param compared whether the ratio to the baseline says something
 */
public record Metric(String key, String heading, int decimals, boolean compared) {}
