package dev.breakwater.sse.doctor.rules;

import dev.breakwater.sse.doctor.measure.StreamEnd;
import dev.breakwater.sse.doctor.measure.StreamSeen;
import dev.breakwater.sse.doctor.measure.Tick;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whether large events come as soon as small ones. */
final class SizeRules {
    private SizeRules() {}

    /**
     * Looks at the streams whose ticks have several sizes.
     *
     * @param encoding what compresses the stream, or null
     * @return whether there is a fault
     */
    static boolean examine(Examined examined, @Nullable String encoding) {
        List<StreamSeen> sizes = examined.seen().streams("sizes").toList();
        List<String> evidence = new ArrayList<>();
        List<Integer> froms = new ArrayList<>();
        boolean missing = false;
        for (StreamSeen stream : sizes) {
            SortedMap<Integer, Double> late = bySize(examined.timing(), stream);
            Integer from = lateFrom(late);
            if (stream.end() == StreamEnd.GIVEN_UP) {
                missing = true;
                evidence.add(stream.ticks().size() + " of " + stream.expected()
                        + " ticks of several sizes arrived within " + Words.millis(stream.millis()));
            }
            if (from != null) {
                froms.add(from);
                late.forEach((size, millis) -> evidence.add("ticks padded to " + Words.bytes(size) + " were late by "
                        + Words.millis(millis) + " (median of three)"));
            }
        }
        // Once may have been a busy machine; of a stream that begins with its largest event it may be the rule.
        boolean fault = missing || (!froms.isEmpty() && (encoding != null || froms.size() == sizes.size()));
        if (!fault) {
            return false;
        }
        String what = froms.isEmpty()
                ? "Large events do not arrive."
                : "Events of " + Words.bytes(froms.get(0)) + " and more arrive late, with what comes after them.";
        if (encoding != null) {
            evidence.add(0, "the answer says Content-Encoding: " + encoding + ", and the server sends none");
            examined.fault(Symptom.COMPRESSED, "The stream is compressed on the way. " + what, evidence);
        } else {
            examined.fault(Symptom.HELD_LARGE, what, evidence);
        }
        return true;
    }

    private static SortedMap<Integer, Double> bySize(Timing timing, StreamSeen stream) {
        SortedMap<Integer, Double> bySize = new TreeMap<>();
        stream.ticks().stream()
                .map(Tick::bytes)
                .distinct()
                .forEach(size -> bySize.put(size, timing.median(stream, tick -> tick.bytes() == size)));
        return bySize;
    }

    /** From which size on all are late, or null if the largest is not. */
    private static @Nullable Integer lateFrom(SortedMap<Integer, Double> bySize) {
        Integer from = null;
        for (Map.Entry<Integer, Double> each : bySize.entrySet()) {
            if (each.getValue() < Timing.UNNOTICEABLE) {
                from = null;
            } else if (from == null) {
                from = each.getKey();
            }
        }
        return from;
    }
}
