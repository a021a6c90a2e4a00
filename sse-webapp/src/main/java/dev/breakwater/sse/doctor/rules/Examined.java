package dev.breakwater.sse.doctor.rules;

import dev.breakwater.sse.doctor.measure.Measurements;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the rules look at, and what they have found so far. */
final class Examined {
    private final Measurements seen;
    private final Timing timing;
    private final Hops hops;
    private final List<Finding> findings = new ArrayList<>();

    Examined(Measurements seen) {
        this.seen = seen;
        this.timing = new Timing(seen);
        this.hops = new Hops(seen);
    }

    Measurements seen() {
        return seen;
    }

    Timing timing() {
        return timing;
    }

    Hops hops() {
        return hops;
    }

    List<Finding> findings() {
        return findings;
    }

    boolean has(Symptom symptom) {
        return findings.stream().anyMatch(finding -> finding.symptom() == symptom);
    }

    void fault(Symptom symptom, String what, List<String> evidence) {
        fault(symptom, what, evidence, hops.recognised(), List.of());
    }

    /** A fault of which more is known than the headers tell. */
    void fault(Symptom symptom, String what, List<String> evidence, Set<Proxy> suspects, List<Mend> more) {
        List<Mend> mends = new ArrayList<>(Mends.of(symptom, suspects));
        mends.addAll(more);
        findings.add(new Finding(symptom, true, what, evidence, Mends.areKnownFor(symptom, suspects), mends));
    }

    void note(Symptom symptom, String what, List<String> evidence) {
        findings.add(new Finding(symptom, false, what, evidence, false, List.of()));
    }
}
