package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.report.PageReport;
import dev.breakwater.benchmarks.report.ScenarioReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The commands {@code all} and {@code report}: one scenario after the other, each for all targets, and the page of them. */
public final class AllCommand {
    private static final String SHORT = "--short";
    private static final String OURS_AND_NCHAN = "--targets=breakwater-jetty,breakwater-journal,nchan";

    /** A scenario, what its results are called, and the options that it has unless others are given. */
    private record Entry(String file, String scenario, List<String> options) {
        Entry(String file, String scenario, String options) {
            this(file, scenario, List.of(options.split(" ")));
        }
    }

    /** What is to be run, and where its results go. */
    private record Run(Path json, Tournament tournament) {}

    private static final String WITHOUT_VARIANTS =
            "--targets=breakwater-jetty,breakwater-tomcat,nchan,pushpin,jersey-stock,spring-mvc,spring-webflux,vertx,javalin,better-sse";

    /** Five to eight minutes: one round, and rates to a factor of 2 only. */
    private static final List<Entry> SHORT_FORM = List.of(
            new Entry("1-cost", "cost", WITHOUT_VARIANTS + " --rounds=1 --warm-up=5 --measured=3"),
            new Entry(
                    "2-fanout",
                    "fanout",
                    WITHOUT_VARIANTS + " --rounds=1 --start-rate=20 --factor=2 --refinements=0 --attempts=1 --run-in=3"
                            + " --warm-up=1 --measured=2 --confirmation=0"));

    /** Some hours. */
    private static final List<Entry> LONG_FORM = List.of(
            new Entry("1-cost", "cost", "--rounds=3 --warm-up=20"),
            new Entry("2-fanout", "fanout", "--rounds=3"),
            new Entry("3-fanout-10000", "fanout", "--rounds=3 --subscribers=10000 --start-rate=5"),
            new Entry("4-fanout-1KB", "fanout", "--rounds=3 --data-size=1024"),
            new Entry("5-fanout-16KB", "fanout", "--rounds=3 --data-size=16384 --start-rate=10"),
            new Entry("6-latency", "latency", "--rounds=3 --warm-up=60 --measured=15"),
            new Entry("7-topics", "topics", "--rounds=3 --warm-up=60"),
            new Entry("8-patterns", "patterns", "--rounds=3 --targets=breakwater-jetty,breakwater-tomcat"),
            new Entry("9-connects", "connects", "--rounds=3"),
            new Entry("10-catchup", "catchup", "--rounds=3 " + OURS_AND_NCHAN),
            new Entry("11-idle", "idle", "--rounds=3"),
            new Entry("12-publish", "publish", "--rounds=3"),
            new Entry("13-stalled", "stalled", "--rounds=3 --rate=50"));

    private AllCommand() {}

    /**
     * Runs all that is in the short or the long form, and writes the results and a page of them to a directory. What this
     * machine cannot do is said, and the rest is run.
     *
     * @throws IllegalArgumentException if an option is none of any scenario, before anything is run
     */
    public static void run(List<String> words) throws IOException, InterruptedException {
        List<String> given = new ArrayList<>(words);
        List<Entry> form = given.remove(SHORT) ? SHORT_FORM : LONG_FORM;
        Path results = new Arguments(given).path("results", "benchmark-results");
        List<Run> runs = prepare(form, given, results);
        Files.createDirectories(results);
        for (Run run : runs) {
            try {
                ScenarioReport report = run.tournament().run();
                System.out.print(report.markdown());
                report.writeJson(run.json());
            } catch (IllegalStateException impossible) {
                System.out.println(run.json().getFileName() + ": not run: " + impossible.getMessage());
            }
        }
        Path page = results.resolve("results.md");
        PageReport.begin(page);
        new PageReport(results, page, results.resolve("images")).write();
        System.out.println("The tables and their pictures are in " + page);
    }

    private static List<Run> prepare(List<Entry> form, List<String> given, Path results) {
        List<Run> runs = new ArrayList<>();
        Set<String> strange = new HashSet<>(new Arguments(given).given().keySet());
        for (Entry entry : form) {
            List<String> words = new ArrayList<>(List.of("--targets=field", "--baseline=breakwater-jetty"));
            words.addAll(entry.options());
            words.addAll(given);
            Arguments arguments = new Arguments(words);
            arguments.optional("results");
            List<String> only = arguments.list("only", "");
            Scenario scenario = Scenarios.named(entry.scenario(), arguments).orElseThrow();
            Tournament tournament = Tournament.of(scenario, arguments);
            strange.retainAll(arguments.unread());
            if (only.isEmpty() || only.contains(entry.scenario())) {
                runs.add(new Run(results.resolve(padded(entry.file()) + ".json"), tournament));
            }
        }
        if (!strange.isEmpty() || runs.isEmpty()) {
            throw new IllegalArgumentException(
                    strange.isEmpty() ? "no scenario here is named by --only" : "no such option here: --" + strange);
        }
        return runs;
    }

    /** The files' names have the order of the entries. */
    private static String padded(String file) {
        return file.indexOf('-') == 1 ? "0" + file : file;
    }

    /** Makes the page from the results. */
    public static void report(Arguments arguments) throws IOException {
        Path results = arguments.path("results", "benchmark-results");
        Path page = arguments.path("page", "docs/benchmarks.md");
        Path images = arguments.path("images", "docs/images");
        arguments.rejectUnread();
        new PageReport(results, page, images).write();
    }
}
