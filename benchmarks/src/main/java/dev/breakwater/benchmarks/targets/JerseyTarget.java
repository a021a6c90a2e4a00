package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.load.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.glassfish.jersey.internal.Version;

/** One JAX-RS resource class on Jersey and Jetty, with Jersey's own sinks or with Breakwater's. */
final class JerseyTarget implements Target {
    private final TargetOptions options;
    private final boolean breakwater;

    JerseyTarget(TargetOptions options, boolean breakwater) {
        this.options = options;
        this.breakwater = breakwater;
    }

    @Override
    public String name() {
        return breakwater ? "jersey-breakwater" : "jersey-stock";
    }

    @Override
    public Optional<String> whyNotRun() {
        return Optional.empty();
    }

    @Override
    public String version() {
        return "Jersey " + Version.getVersion() + (breakwater ? " with Breakwater's sinks" : "") + " on Jetty "
                + org.eclipse.jetty.server.Server.getVersion();
    }

    @Override
    public RunningTarget start() throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Path directory = ServerProcess.newDirectory();
        List<String> command = JavaCommand.own(
                directory,
                BreakwaterSettings.javaOptions(options),
                List.of("jersey-server", "--port", Integer.toString(port), "--sinks", breakwater ? "on" : "off"));
        ServerProcess process = ServerProcess.start(directory, options.placed(command));
        return RunningTarget.jvm(
                process,
                new Endpoints(
                        LoopbackPort.address(port),
                        "/ready",
                        new Subscriptions("/live?topic=", "", false, Optional.empty()),
                        "/publish?topic=",
                        List.of("Content-Type: text/plain"),
                        List.of(),
                        Endpoints.DEFAULT_PIPELINING,
                        Protocol.HTTP_1_1));
    }
}
