package dev.breakwater.benchmarks.targets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Breakwater's executable jar, on its embedded Jetty. */
final class BreakwaterJettyTarget implements Target {
    private final TargetOptions options;

    BreakwaterJettyTarget(TargetOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "breakwater-jetty";
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

    @Override
    public RunningTarget start() throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Path directory = ServerProcess.newDirectory();
        List<String> command = JavaCommand.jar(
                directory,
                BreakwaterSettings.javaOptions(options),
                options.breakwaterJar(),
                BreakwaterSettings.arguments(port, options.breakwaterArguments()));
        ServerProcess process = ServerProcess.start(directory, command);
        return RunningTarget.jvm(process, Endpoints.breakwater(port, BreakwaterSettings.token()));
    }
}
