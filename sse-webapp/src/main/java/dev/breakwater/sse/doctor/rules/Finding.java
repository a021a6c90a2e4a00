package dev.breakwater.sse.doctor.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that was found.
 *
 * @param symptom what it is
 * @param fault whether it needs mending
 * @param what what happens on this path, a sentence with its numbers
 * @param evidence what was measured that shows it
 * @param recognised whether the mends are for hops that were recognised, and not for every candidate
 * @param mends what to change, the likeliest first; empty if nothing need be
 */
public record Finding(
        Symptom symptom, boolean fault, String what, List<String> evidence, boolean recognised, List<Mend> mends) {
    /** Makes the lists immutable. */
    public Finding {
        evidence = List.copyOf(evidence);
        mends = List.copyOf(mends);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("symptom", symptom.label());
        json.put("fault", fault);
        json.put("title", symptom.title());
        json.put("what", what);
        json.put("meaning", symptom.meaning());
        json.put("evidence", evidence);
        json.put("recognised", recognised);
        json.put(
                "mends",
                mends.stream()
                        .map(mend -> Map.of("where", mend.where(), "setting", mend.setting()))
                        .toList());
        return json;
    }
}
