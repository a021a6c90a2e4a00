package dev.breakwater.sse.jetty.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.doctor.rules.Finding;
import dev.breakwater.sse.doctor.rules.Mend;
import dev.breakwater.sse.doctor.rules.Report;
import dev.breakwater.sse.doctor.rules.Symptom;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextReportTest {
    private static Finding fault(Symptom symptom, boolean recognised) {
        return new Finding(
                symptom,
                true,
                "It happens.",
                List.of("it was measured\u001b[31m"),
                recognised,
                List.of(new Mend(
                        "nginx", "a setting of very many words ".repeat(8).trim())));
    }

    private static Report report(Finding... findings) {
        return new Report(
                "The verdict.", List.of("nginx is on the way"), List.of(findings), Map.of("a figure", "7 ms"));
    }

    @Test
    void report_ofAFault_hasAllOfItInLinesThatFit() {
        String text = TextReport.of("http://path/", report(fault(Symptom.HELD, true)));

        assertThat(text)
                .startsWith("http://path/\n\nThe verdict.\n")
                .contains(
                        "FAULT: Events are held back\n  It happens.\n",
                        "    - it was measured",
                        "What to change:\n    - nginx: a setting",
                        "nginx is on the way",
                        "a figure: 7 ms")
                .doesNotContain("\u001b");
        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    }

    @Test
    void mends_ofCandidates_sayThatNoneIsCertain() {
        assertThat(TextReport.of("x", report(fault(Symptom.HELD, false))))
                .contains("in whichever of these is on the way");
    }

    @Test
    void comparison_tellsThePathsFaultsFromTheServers() {
        String text = TextReport.comparison(
                report(fault(Symptom.HELD, true), fault(Symptom.GHOSTS, false)), report(fault(Symptom.GHOSTS, false)));

        assertThat(text)
                .contains(
                        "Events are held back: over this path only",
                        "The server does not learn that clients have left: there too, so the path is not to blame");
        assertThat(TextReport.comparison(report(), report())).contains("no fault to compare");
    }
}
