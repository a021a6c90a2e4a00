package dev.breakwater.benchmarks;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.crash.KillRounds;
import dev.breakwater.benchmarks.crash.ReplayStorm;
import dev.breakwater.benchmarks.herd.HerdCommand;
import dev.breakwater.benchmarks.herd.SoakCommand;
import dev.breakwater.benchmarks.report.ScenarioReport;
import dev.breakwater.benchmarks.scenario.AllCommand;
import dev.breakwater.benchmarks.scenario.GrowthCommand;
import dev.breakwater.benchmarks.scenario.Scenario;
import dev.breakwater.benchmarks.scenario.Scenarios;
import dev.breakwater.benchmarks.scenario.Tournament;
import dev.breakwater.benchmarks.server.JerseyServer;
import dev.breakwater.benchmarks.server.NioServer;
import dev.breakwater.benchmarks.server.TomcatServer;
import dev.breakwater.benchmarks.stores.Stores;
import dev.breakwater.benchmarks.stress.StressTests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Runs a scenario, or one of the servers that a scenario starts. See usage.txt. */
public final class Main {
    private Main() {}

    public static void main(String[] words) throws Exception {
        if (words.length == 0 || words[0].equals("help") || words[0].equals("--help")) {
            System.out.print(usage());
            return;
        }
        if (words[0].equals("jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(words, 1, words.length));
            return;
        }
        if (words[0].equals("stress")) {
            StressTests.main(Arrays.copyOfRange(words, 1, words.length));
            return;
        }
        try {
            if (words[0].equals("all")) {
                AllCommand.run(Arrays.asList(words).subList(1, words.length));
                return;
            }
            run(words[0], new Arguments(Arrays.asList(words).subList(1, words.length)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(words[0] + ": " + e.getMessage());
            System.exit(2);
        }
    }

    private static void run(String command, Arguments arguments) throws Exception {
        switch (command) {
            case "nio-server" -> NioServer.serve(port(arguments));
            case "growth" -> GrowthCommand.run(arguments);
            case "herd" -> HerdCommand.run(arguments);
            case "jersey-server" -> JerseyServer.serve(port(arguments), arguments.required("sinks"));
            case "tomcat-server" -> TomcatServer.serve(port(arguments), Path.of(arguments.required("war")));
            case "report" -> AllCommand.report(arguments);
            case "soak" -> SoakCommand.run(arguments);
            case "stores" -> Stores.run(arguments);
            case "storm" -> ReplayStorm.run(arguments);
            case "kill" -> KillRounds.run(arguments);
            default -> runScenario(command, arguments);
        }
    }

    private static void runScenario(String name, Arguments arguments) throws IOException, InterruptedException {
        Scenario scenario = Scenarios.named(name, arguments)
                .orElseThrow(() -> new IllegalArgumentException("no such command; try help"));
        Tournament tournament = Tournament.of(scenario, arguments);
        Optional<String> json = arguments.optional("json");
        arguments.rejectUnread();
        ScenarioReport report = tournament.run();
        System.out.print(report.markdown());
        if (json.isPresent()) {
            report.writeJson(Path.of(json.get()));
        }
    }

    private static int port(Arguments arguments) {
        return Integer.parseInt(arguments.required("port"));
    }

    private static String usage() throws IOException {
        try (InputStream usage = Main.class.getResourceAsStream("usage.txt")) {
            if (usage == null) {
                throw new IOException("usage.txt is not on the class path");
            }
            return new String(usage.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
