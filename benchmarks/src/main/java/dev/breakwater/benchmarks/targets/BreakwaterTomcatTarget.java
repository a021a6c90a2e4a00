package dev.breakwater.benchmarks.targets;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.catalina.util.ServerInfo;

/** Breakwater's WAR on an embedded Tomcat. */
final class BreakwaterTomcatTarget implements Target {
    private final TargetOptions options;

    BreakwaterTomcatTarget(TargetOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "breakwater-tomcat";
    }

    @Override
    public Optional<String> whyNotRun() {
        return war().isPresent()
                ? Optional.empty()
                : Optional.of("there is no WAR in " + options.webappDirectory()
                        + "; build it or name its directory with --webapp-directory");
    }

    @Override
    public String version() {
        return war().map(JarVersion::of).orElse("no WAR") + " on " + ServerInfo.getServerInfo();
    }

    @Override
    public RunningTarget start() throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Path directory = ServerProcess.newDirectory();
        Path war = war().orElseThrow(() -> new IOException("the WAR is gone"));
        List<String> command = JavaCommand.own(
                directory,
                BreakwaterSettings.javaOptions(options),
                List.of(
                        "tomcat-server",
                        "--port",
                        Integer.toString(port),
                        "--war",
                        war.toAbsolutePath().toString()));
        ServerProcess process = ServerProcess.start(directory, options.placed(command));
        return RunningTarget.jvm(process, Endpoints.breakwater(port, BreakwaterSettings.token()));
    }

    private Optional<Path> war() {
        if (!Files.isDirectory(options.webappDirectory())) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> wars = Files.newDirectoryStream(options.webappDirectory(), "*.war")) {
            for (Path war : wars) {
                return Optional.of(war);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
