package dev.breakwater.sse.jetty.doctor;

import dev.breakwater.sse.doctor.rules.Finding;
import dev.breakwater.sse.doctor.rules.Mend;
import dev.breakwater.sse.doctor.rules.Report;

/** A report as a terminal shows it. */
public final class TextReport {
    private static final int WIDTH = 100;

    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    /** The report, in lines. */
    public static String of(String url, Report report) {
        TextReport all = new TextReport();
        all.paragraph("", url);
        all.text.append('\n');
        all.paragraph("", report.verdict());
        report.findings().forEach(all::finding);
        if (!report.hops().isEmpty()) {
            all.heading("What is known of the way");
            report.hops().forEach(hop -> all.paragraph("  - ", hop));
        }
        all.heading("Measured");
        report.figures().forEach((name, value) -> all.paragraph("  - ", name + ": " + value));
        return all.text.toString();
    }

    /** Which of a path's faults are there without it too, in lines. */
    public static String comparison(Report path, Report direct) {
        TextReport all = new TextReport();
        all.heading("Compared with a run straight at the server");
        if (path.isHealthy()) {
            all.paragraph("  - ", "the path has no fault to compare");
        }
        for (Finding fault : path.findings()) {
            if (fault.fault()) {
                boolean both = direct.findings().stream()
                        .anyMatch(other -> other.fault() && other.symptom() == fault.symptom());
                String whose = both ? "there too, so the path is not to blame" : "over this path only";
                all.paragraph("  - ", fault.symptom().title() + ": " + whose);
            }
        }
        return all.text.toString();
    }

    private void finding(Finding finding) {
        heading((finding.fault() ? "FAULT: " : "Worth knowing: ")
                + finding.symptom().title());
        paragraph("  ", finding.what());
        paragraph("  ", finding.symptom().meaning());
        paragraph("  ", "How one can tell:");
        finding.evidence().forEach(each -> paragraph("    - ", each));
        if (!finding.mends().isEmpty()) {
            paragraph(
                    "  ",
                    finding.recognised()
                            ? "What to change:"
                            : "What to change, in whichever of these is on the way (it has not shown its name):");
            for (Mend mend : finding.mends()) {
                paragraph("    - ", mend.where() + ": " + mend.setting());
            }
            paragraph("  ", "Then have it load its configuration again, and examine once more.");
        }
    }

    private void heading(String title) {
        text.append('\n').append(title).append('\n');
    }

    /** Words in lines, the further ones indented as far as the first; control characters are not shown. */
    private void paragraph(String indent, String sentence) {
        StringBuilder line = new StringBuilder(indent);
        boolean empty = true;
        for (String word : sentence.replaceAll("\\p{Cntrl}", " ").split(" +", -1)) {
            if (!empty && line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder(" ".repeat(indent.length()));
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        text.append(line).append('\n');
    }
}
