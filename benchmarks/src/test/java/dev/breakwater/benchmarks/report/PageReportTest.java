package dev.breakwater.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageReportTest {
    private static final Metric RATE = new Metric("rate", "deliveries/s", 0, true);

    @TempDir
    Path directory;

    @Test
    void write_results_goBetweenTheMarksAndNowhereElse() throws Exception {
        Path results = Files.createDirectory(directory.resolve("results"));
        Path page = Files.writeString(
                directory.resolve("page.md"),
                "before\n<!-- results: made by `benchmarks.jar report` -->\nold\n<!-- end of results -->\nafter\n");
        TargetResult fast = new TargetResult("fast", "fast 1.0");
        fast.add(1, new Measurement().with(RATE, 1000));
        fast.add(2, new Measurement().with(RATE, 3000));
        TargetResult slow = new TargetResult("slow", "slow 1.0");
        slow.add(1, new Measurement().with(RATE, 250));
        slow.add(2, new Measurement().with(RATE, 750));
        TargetResult absent = new TargetResult("absent", "none");
        absent.note("not run: it is not installed");
        Map<String, Object> context =
                Map.of("cores", 2, "options", Map.of("rounds", "2", "json", "/somewhere/result.json"));
        new ScenarioReport("fanout", List.of(RATE), "fast", context, List.of(fast, slow, absent))
                .writeJson(results.resolve("01-fanout.json"));

        new PageReport(results, page, directory.resolve("images")).write();

        assertThat(Files.readString(page))
                .startsWith("before\n<!-- results")
                .endsWith("<!-- end of results -->\nafter\n")
                .doesNotContain("old")
                .contains("| fast | 2,000 (1,000...3,000) |")
                .contains("| slow | 500 (250...750), 0.25 × |")
                .contains("`--rounds 2`; 2 cores")
                .doesNotContain("somewhere")
                .contains("| absent | - |")
                .contains("- absent: none; not run: it is not installed")
                .contains("![deliveries/s](images/field-01-fanout.svg)");
        assertThat(Files.readString(directory.resolve("images").resolve("field-01-fanout.svg")))
                .contains(">2,000</text>")
                .doesNotContain("absent");
    }

    @Test
    void write_pageWithoutMarks_isRefused() throws Exception {
        Path page = Files.writeString(directory.resolve("page.md"), "text");
        PageReport report = new PageReport(directory, page, directory);
        assertThatThrownBy(report::write)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must have the lines");
    }
}
