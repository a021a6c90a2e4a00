package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.load.Protocol;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Breakwater's executable jar, on its embedded Jetty. */
final class BreakwaterJettyTarget implements Target {
    private final TargetOptions options;
    private final String name;
    private final boolean journal;
    private final Protocol protocol;

    private BreakwaterJettyTarget(TargetOptions options, String name, boolean journal, Protocol protocol) {
        this.options = options;
        this.name = name;
        this.journal = journal;
        this.protocol = protocol;
    }

    /** With its history in memory, unless the options say otherwise. */
    static BreakwaterJettyTarget inMemory(TargetOptions options) {
        return new BreakwaterJettyTarget(options, "breakwater-jetty", false, Protocol.HTTP_1_1);
    }

    /** With its history in a journal of its own. */
    static BreakwaterJettyTarget onJournal(TargetOptions options) {
        return new BreakwaterJettyTarget(options, "breakwater-journal", true, Protocol.HTTP_1_1);
    }

    /** In memory, with subscribers that speak HTTP/2, each on a connection of its own. */
    static BreakwaterJettyTarget overHttp2(TargetOptions options) {
        return new BreakwaterJettyTarget(options, "breakwater-h2c", false, Protocol.H2C);
    }

    @Override
    public String name() {
        return name;
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
        return RunningTarget.jvm(
                process, Endpoints.breakwater(port, BreakwaterSettings.token()).over(protocol));
    }
}
