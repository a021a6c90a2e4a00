package dev.breakwater.sse.doctor.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a doctor does, in this order: it looks at requests, then at quick streams, then at silences side by side. At most six
 * streams are open at once, for a browser has no more to one host over HTTP/1.1.
 *
 * @param quick streams of a few seconds, opened side by side
 * @param again streams that are opened after those
 * @param patient streams with silences, and one that is never silent, opened side by side
 * @param leaving a stream that the client leaves, opened beside the patient ones
 * @param headerBytes the sizes of header that are tried
 */
public record Plan(
        List<PlannedStream> quick,
        List<PlannedStream> again,
        List<PlannedStream> patient,
        PlannedStream leaving,
        List<Integer> headerBytes) {
    /** How many silences there can be. */
    public static final int MOST_SILENCES = 4;

    /** The silences that are tried unless others are asked for: below and above what proxies are set to, in ms. */
    public static final List<Integer> SILENCES = List.of(5_000, 18_000, 35_000, 65_000);

    /** How long the stream that is never silent takes unless another time is asked for, in ms. */
    public static final int TOTAL = 66_000;

    private static final int SHORTEST = 200;
    private static final int LONGEST = 500_000;

    /** Makes the lists immutable. */
    public Plan {
        quick = List.copyOf(quick);
        again = List.copyOf(again);
        patient = List.copyOf(patient);
        headerBytes = List.copyOf(headerBytes);
    }

    /**
     * A plan.
     *
     * @param silences the silences to try, 1..{@value #MOST_SILENCES}, 200..500000 ms each
     * @param total how long the stream that is never silent takes, 200..500000 ms
     * @throws IllegalArgumentException if a number is out of range
     */
    public static Plan of(List<Integer> silences, int total) {
        if (silences.isEmpty() || silences.size() > MOST_SILENCES) {
            throw new IllegalArgumentException(
                    "silences must be 1.." + MOST_SILENCES + " durations: " + silences.size());
        }
        List<PlannedStream> patient = new ArrayList<>();
        int every = Math.max(500, total / 60);
        patient.add(PlannedStream.of("total", ProbeShape.ticking(required("total", total) / every + 2, every)));
        for (int silence : silences.stream().sorted().distinct().toList()) {
            ProbeShape shape = new ProbeShape(2, 100, required("silences", silence), 1, List.of(0));
            patient.add(PlannedStream.of("silence", shape));
        }
        ProbeShape twin = ProbeShape.ticking(8, 200);
        return new Plan(
                List.of(
                        PlannedStream.of("ticks", ProbeShape.ticking(12, 300)),
                        PlannedStream.of(
                                "sizes", new ProbeShape(18, 300, 0, 0, List.of(0, 700, 2_000, 4_500, 9_000, 17_000))),
                        PlannedStream.of("flood", new ProbeShape(160, 20, 0, 0, List.of(512))),
                        new PlannedStream("twin", twin, 1, 0, 0),
                        new PlannedStream("twin", twin, 2, 400, 0)),
                List.of(
                        // The first write is a large one: some compressors decide by that.
                        PlannedStream.of(
                                "sizes", new ProbeShape(18, 300, 0, 0, List.of(17_000, 9_000, 4_500, 2_000, 700, 0))),
                        new PlannedStream("twin", twin, 3, 0, 0)),
                patient,
                new PlannedStream("leaving", new ProbeShape(30, 250, 3_000, 2, List.of(0)), 0, 0, 2),
                List.of(256, 1_024, 4_096, 7_000, 15_000, 31_000));
    }

    private static int required(String name, int millis) {
        if (millis < SHORTEST || millis > LONGEST) {
            throw new IllegalArgumentException(name + " must be " + SHORTEST + ".." + LONGEST + " ms: " + millis);
        }
        return millis;
    }

    /** As the page reads it. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("quick", quick.stream().map(PlannedStream::json).toList());
        json.put("again", again.stream().map(PlannedStream::json).toList());
        json.put("patient", patient.stream().map(PlannedStream::json).toList());
        json.put("leaving", leaving.json());
        json.put("headerBytes", Collections.unmodifiableList(headerBytes));
        return json;
    }
}
