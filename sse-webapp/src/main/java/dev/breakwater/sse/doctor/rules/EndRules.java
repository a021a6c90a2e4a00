package dev.breakwater.sse.doctor.rules;

import dev.breakwater.sse.doctor.measure.StreamEnd;
import dev.breakwater.sse.doctor.measure.StreamSeen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the path ends streams: silent ones, or old ones. */
final class EndRules {
    /** Cuts this close to each other have one reason. In milliseconds. */
    private static final double SLACK = 1_500;

    private EndRules() {}

    static void examine(Examined examined) {
        StreamSeen total = examined.seen().stream("total");
        double lifetime = Double.MAX_VALUE;
        if (total != null && isCut(total)) {
            lifetime = total.millis();
            examined.fault(
                    Symptom.TOTAL_CUT,
                    "A stream that was never silent was cut after " + Words.millis(lifetime) + ".",
                    List.of(
                            total.ticks().size() + " of " + total.expected() + " ticks had arrived, one every "
                                    + Words.millis(every(total)),
                            howItLooks(total)));
        }
        double bound = lifetime;
        StreamSeen first = examined.seen()
                .streams("silence")
                .filter(EndRules::isCut)
                .filter(stream -> stream.millis() < bound - SLACK)
                .min(Comparator.comparingInt(StreamSeen::silence))
                .orElse(null);
        if (first != null) {
            silence(examined, first, kept(examined));
        }
    }

    private static double every(StreamSeen stream) {
        int last = stream.ticks().size() - 1;
        return last < 1
                ? 0
                : (stream.ticks().get(last).madeAt() - stream.ticks().get(0).madeAt()) / last;
    }

    private static boolean isCut(StreamSeen stream) {
        return stream.end() == StreamEnd.EARLY
                || stream.end() == StreamEnd.BROKEN
                || (stream.end() == StreamEnd.REFUSED && stream.status() >= 500);
    }

    /** The longest silence that was kept, or null. */
    private static @Nullable StreamSeen kept(Examined examined) {
        return examined.seen()
                .streams("silence")
                .filter(stream -> stream.end() == StreamEnd.COMPLETE)
                .max(Comparator.comparingInt(StreamSeen::silence))
                .orElse(null);
    }

    private static void silence(Examined examined, StreamSeen cut, @Nullable StreamSeen kept) {
        double limit = cut.millis();
        double heartbeat = examined.seen().heartbeat();
        List<String> evidence = new ArrayList<>();
        evidence.add("a stream that was to be silent for " + Words.millis(cut.silence()) + " ended after "
                + Words.millis(limit));
        evidence.add(howItLooks(cut));
        if (kept != null) {
            evidence.add("one that was silent for " + Words.millis(kept.silence()) + " was kept");
        }
        evidence.add("this server breaks a silence every " + Words.millis(heartbeat) + " (breakwater.heartbeat)");
        if (limit > heartbeat * 1.2) {
            examined.note(
                    Symptom.IDLE_LIMIT,
                    "A stream that is silent for " + Words.millis(limit) + " is cut; heartbeats come every "
                            + Words.millis(heartbeat) + ".",
                    evidence);
            return;
        }
        String often = Words.setting(Math.max(100, limit / 3));
        Mend heartbeats = new Mend(
                "Breakwater, if the limit cannot be raised",
                "breakwater.heartbeat=" + often + ", so that no silence is as long as the limit");
        examined.fault(
                Symptom.IDLE_CUT,
                "A stream that is silent for " + Words.millis(limit) + " is cut.",
                evidence,
                examined.hops().recognised(),
                List.of(heartbeats));
    }

    private static String howItLooks(StreamSeen stream) {
        return switch (stream.end()) {
            case EARLY -> "to the client it looked like the proper end of the stream";
            case BROKEN ->
                "to the client it looked like a broken connection"
                        + (stream.failure().isEmpty() ? "" : " (" + stream.failure() + ")");
            default -> "the client got status " + stream.status();
        };
    }
}
