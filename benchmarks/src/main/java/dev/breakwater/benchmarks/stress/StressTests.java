package dev.breakwater.benchmarks.stress;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jcstress.Main;

/** Runs the jcstress tests; ends the JVM with a failure if one of them sees what must not be. */
public final class StressTests {
    private static final String QUICK = "--quick";

    /** One short fork for each test: what fits into a build. */
    private static final List<String> QUICK_OPTIONS = List.of(
            "-f",
            "1",
            "-fsm",
            "1",
            "-iters",
            "1",
            "-time",
            "500",
            "-sc",
            "false",
            "-af",
            "NONE",
            "-jvmArgs",
            "-Xmx512m");

    private StressTests() {}

    /**
     * Runs all tests.
     *
     * @param words {@code --quick}, and options of jcstress
     */
    public static void main(String[] words) throws Exception {
        List<String> options = new ArrayList<>();
        for (String word : words) {
            if (word.equals(QUICK)) {
                options.addAll(QUICK_OPTIONS);
            } else {
                options.add(word);
            }
        }
        Main.main(options.toArray(String[]::new));
    }
}
