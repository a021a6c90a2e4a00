package dev.breakwater.sse.doctor.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an examination comes to.
 *
 * @param verdict all of it in a sentence or two
 * @param hops what is known of the hops, from the client to the server
 * @param findings the faults, and then what is only worth knowing
 * @param figures what was measured, by name
 */
public record Report(String verdict, List<String> hops, List<Finding> findings, Map<String, String> figures) {
    /** Makes the collections immutable. */
    public Report {
        hops = List.copyOf(hops);
        findings = List.copyOf(findings);
    }

    /** Whether there is no fault. */
    public boolean isHealthy() {
        return findings.stream().noneMatch(Finding::fault);
    }

    /** The report as JSON has it. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("healthy", isHealthy());
        json.put("verdict", verdict);
        json.put("hops", hops);
        json.put("findings", findings.stream().map(Finding::json).toList());
        json.put("figures", figures);
        return json;
    }
}
