package dev.breakwater.benchmarks.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All rounds of one scenario against one target, or why there were none. */
public final class TargetResult {
    private final String name;
    private final String version;
    private final Map<Integer, Measurement> rounds = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    public TargetResult(String name, String version) {
        this.name = name;
        this.version = version;
    }

    public void add(int round, Measurement measurement) {
        rounds.put(round, measurement);
    }

    /** Why the target was not run, or what went wrong in a round. */
    public void note(String note) {
        notes.add(note);
    }

    public String name() {
        return name;
    }

    String version() {
        return version;
    }

    List<String> notes() {
        return notes;
    }

    Optional<Spread> spread(Metric metric) {
        return spread(rounds.values().stream()
                .flatMapToDouble(round -> round.value(metric).stream())
                .toArray());
    }

    /** The ratio to the baseline, taken within each round, because the machine's speed differs between them. */
    Optional<Spread> ratio(Metric metric, TargetResult baseline) {
        return spread(rounds.entrySet().stream()
                .filter(round -> baseline.rounds.containsKey(round.getKey()))
                .mapToDouble(round -> round.getValue().value(metric).orElse(Double.NaN)
                        / baseline.rounds.get(round.getKey()).value(metric).orElse(Double.NaN))
                .filter(Double::isFinite)
                .toArray());
    }

    Map<String, Object> toMap(List<Metric> metrics, TargetResult baseline) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("name", name);
        map.put("version", version);
        map.put("notes", notes);
        Map<String, Object> summary = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            spread(metric).ifPresent(spread -> {
                Map<String, Object> numbers = new LinkedHashMap<>(spread.toMap());
                if (metric.compared()) {
                    ratio(metric, baseline).ifPresent(ratio -> numbers.put("ratio", ratio.toMap()));
                }
                summary.put(metric.key(), numbers);
            });
        }
        map.put("summary", summary);
        map.put("rounds", rounds.values().stream().map(Measurement::toMap).toList());
        return map;
    }

    private static Optional<Spread> spread(double[] values) {
        return values.length == 0 ? Optional.empty() : Optional.of(Spread.of(values));
    }
}
