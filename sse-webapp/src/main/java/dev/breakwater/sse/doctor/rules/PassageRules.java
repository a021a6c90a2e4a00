package dev.breakwater.sse.doctor.rules;

import dev.breakwater.sse.doctor.measure.ComeBackSeen;
import dev.breakwater.sse.doctor.measure.Departure;
import dev.breakwater.sse.doctor.measure.ErrorSeen;
import dev.breakwater.sse.doctor.measure.HeaderTry;
import dev.breakwater.sse.doctor.measure.StreamSeen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Whether requests and answers pass as they are, each to and from its own client. */
final class PassageRules {
    /** An id of ours, and a cookie or two. In bytes. */
    private static final int NEEDED_HEADER = 1_024;

    private PassageRules() {}

    static void errors(Examined examined) {
        List<ErrorSeen> errors = examined.seen().errors();
        if (errors.isEmpty()) {
            return;
        }
        double first = errors.stream().mapToDouble(ErrorSeen::at).min().orElse(0);
        double last = errors.stream().mapToDouble(ErrorSeen::at).max().orElse(0);
        String statuses = errors.stream()
                .map(error -> error.status() == 0 ? "no answer" : Integer.toString(error.status()))
                .distinct()
                .collect(Collectors.joining(", "));
        List<String> evidence = new ArrayList<>();
        evidence.add(errors.size() + (errors.size() == 1 ? " request" : " requests") + " got " + statuses
                + ", the first was " + errors.get(0).request());
        evidence.add("that was within " + Words.millis(last - first) + "; other requests were answered by the server");
        examined.fault(Symptom.ERRORS, "The path answered with an error (" + statuses + ") for a while.", evidence);
    }

    static void sharing(Examined examined) {
        List<StreamSeen> twins = examined.seen()
                .streams("twin")
                .filter(twin -> !twin.id().isEmpty())
                .sorted(Comparator.comparingInt(StreamSeen::copy))
                .toList();
        List<String> evidence = new ArrayList<>();
        for (int i = 1; i < twins.size(); i++) {
            StreamSeen one = twins.get(0);
            if (twins.get(i).id().equals(one.id())) {
                evidence.add("request " + twins.get(i).copy() + " for one address got the stream of request "
                        + one.copy() + ", which the server calls " + one.id());
            }
        }
        if (evidence.isEmpty()) {
            return;
        }
        twins.stream()
                .filter(twin -> !twin.header("cache-control").contains("no-store"))
                .findFirst()
                .ifPresent(twin -> evidence.add("the server says Cache-Control: no-store, and what arrives is "
                        + (twin.header("cache-control").isEmpty()
                                ? "no Cache-Control at all"
                                : "Cache-Control: " + twin.header("cache-control"))));
        examined.fault(Symptom.SHARED, "Two clients were given one and the same stream.", evidence);
    }

    static void lastEventId(Examined examined) {
        String sent = examined.seen().sentLastEventId();
        List<String> arrived = examined.seen().echoes().stream()
                .map(echo -> echo.lastEventId())
                .filter(id -> !id.equals(sent))
                .distinct()
                .toList();
        if (arrived.isEmpty()) {
            return;
        }
        String what = arrived.get(0).isEmpty() ? "did not arrive" : "arrived as " + arrived.get(0);
        examined.fault(
                Symptom.ID_LOST,
                "The header Last-Event-ID " + what + ".",
                List.of("requests carried Last-Event-ID: " + sent + ", which " + what + " at the server"));
    }

    static void comeBack(Examined examined) {
        ComeBackSeen comeBack = examined.seen().comeBack();
        if (comeBack != null && !comeBack.isWhole()) {
            examined.fault(
                    Symptom.COME_BACK,
                    "The come-back answer did not arrive as it was sent.",
                    List.of("status " + comeBack.status() + ", Content-Type "
                            + (comeBack.contentType().isEmpty() ? "none" : comeBack.contentType()) + ", and a body of "
                            + comeBack.body().length() + " characters"));
        }
    }

    static void headers(Examined examined) {
        List<HeaderTry> tries = examined.seen().headerTries();
        tries.stream()
                .filter(one -> one.bytes() <= NEEDED_HEADER && one.arrived() < one.bytes())
                .findFirst()
                .ifPresent(one -> examined.fault(
                        Symptom.HEADERS,
                        "A header of " + Words.bytes(one.bytes()) + " does not pass.",
                        List.of(
                                one.status() == 200
                                        ? "at the server the largest header had " + Words.bytes(one.arrived())
                                        : "the request was answered with status " + one.status())));
    }

    static void departure(Examined examined) {
        Departure departure = examined.seen().departure();
        if (departure == null || examined.has(Symptom.HELD) || examined.has(Symptom.COMPRESSED)) {
            // Where ticks come late the client leaves late, perhaps when the server has long ended.
            return;
        }
        double after = departure.noticedAfter();
        if (after < 0) {
            examined.fault(
                    Symptom.GHOSTS,
                    "The server did not notice within " + Words.millis(departure.watched())
                            + " that a client had left.",
                    List.of("a client closed its connection; the server was silent for "
                            + Words.millis(departure.silence())
                            + " and then wrote every 250 ms, to the last without an error"));
        } else if (after >= departure.silence()) {
            examined.note(
                    Symptom.SILENT_DEPARTURE,
                    "The server noticed after " + Words.millis(after) + " that a client had left, "
                            + Words.millis(after - departure.silence()) + " after it had begun to write again.",
                    List.of("it was silent for " + Words.millis(departure.silence())
                            + " when the client closed its connection"));
        }
    }
}
