package dev.breakwater.sse.doctor.rules;

import dev.breakwater.sse.doctor.measure.Measurements;
import dev.breakwater.sse.doctor.measure.StreamSeen;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The rules, all of them: from measurements to a report. The page and the terminal both get theirs from here. */
public final class Diagnosis {
    private Diagnosis() {}

    /** What measurements come to. */
    public static Report of(Measurements seen) {
        Examined examined = new Examined(seen);
        PassageRules.errors(examined);
        PassageRules.sharing(examined);
        DeliveryRules.examine(examined);
        PassageRules.lastEventId(examined);
        EndRules.examine(examined);
        PassageRules.comeBack(examined);
        PassageRules.headers(examined);
        PassageRules.departure(examined);
        notes(examined);
        List<Finding> findings = examined.findings().stream()
                .sorted(Comparator.comparing(finding -> !finding.fault()))
                .toList();
        return new Report(verdict(findings), examined.hops().sentences(), findings, Figures.of(examined));
    }

    private static void notes(Examined examined) {
        List<String> protocols = examined.seen().streams().stream()
                .map(StreamSeen::protocol)
                .filter(protocol -> !protocol.isEmpty())
                .distinct()
                .toList();
        if (examined.seen().from().equals("browser") && protocols.contains("http/1.1")) {
            examined.note(
                    Symptom.SIX_CONNECTIONS,
                    "This browser speaks " + String.join(", ", protocols) + " to this address.",
                    List.of("that is what the browser says of its own requests"));
        }
        if (!examined.timing().isOneServer() && !examined.seen().echoes().isEmpty()) {
            examined.note(
                    Symptom.SEVERAL_SERVERS,
                    "Requests were answered by different servers.",
                    List.of("each server process has a name of its own, and there was more than one"));
        }
    }

    private static String verdict(List<Finding> findings) {
        List<Finding> faults = findings.stream().filter(Finding::fault).toList();
        if (faults.isEmpty()) {
            return "The path is healthy: events arrive one by one and in time, and streams live as long as they should.";
        }
        String all = faults.stream().map(Finding::what).collect(Collectors.joining(" "));
        return (faults.size() == 1 ? "The path has a fault. " : "The path has " + faults.size() + " faults. ") + all;
    }
}
