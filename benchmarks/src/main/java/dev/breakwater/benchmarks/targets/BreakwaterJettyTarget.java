package dev.breakwater.benchmarks.targets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Breakwater's executable jar, on its embedded Jetty. */
final class BreakwaterJettyTarget implements Target {
    private final TargetOptions options;
    private final boolean journal;

    private BreakwaterJettyTarget(TargetOptions options, boolean journal) {
        this.options = options;
        this.journal = journal;
    }

    /** With its history in memory, unless the options say otherwise. */
    static BreakwaterJettyTarget inMemory(TargetOptions options) {
        return new BreakwaterJettyTarget(options, false);
    }

    /** With its history in a journal of its own. */
    static BreakwaterJettyTarget onJournal(TargetOptions options) {
        return new BreakwaterJettyTarget(options, true);
    }

    @Override
    public String name() {
        return journal ? "breakwater-journal" : "breakwater-jetty";
    }

    @Override
    public Optional<String> whyNotRun() {
        return Files.isRegularFile(options.breakwaterJar())
                ? Optional.empty()
                : Optional.of("there is no " + options.breakwaterJar() + "; build it or name it with --breakwater-jar");
    }

    @Override
    public String version() {
        return JarVersion.of(options.breakwaterJar());
    }

    private List<String> arguments(Path directory) {
        List<String> arguments = new ArrayList<>(options.breakwaterArguments());
        arguments.addAll(
                List.of("--data", journal ? directory.resolve("journal").toString() : "none"));
        return arguments;
    }

    @Override
    public RunningTarget start() throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Path directory = ServerProcess.newDirectory();
        List<String> command = JavaCommand.jar(
                directory,
                BreakwaterSettings.javaOptions(options),
                options.breakwaterJar(),
                BreakwaterSettings.arguments(port, arguments(directory)));
        ServerProcess process = ServerProcess.start(directory, options.placed(command));
        return RunningTarget.jvm(process, Endpoints.breakwater(port, BreakwaterSettings.token()));
    }
}
