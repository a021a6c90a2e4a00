package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.load.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The floor: this module's bare NIO server. */
final class NioTarget implements Target {
    private final TargetOptions options;

    NioTarget(TargetOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "nio";
    }

    @Override
    public Optional<String> whyNotRun() {
        return Optional.empty();
    }

    @Override
    public String version() {
        return "bare Java NIO, one write per client and event";
    }

    /** As much of Breakwater's contract as the server knows. */
    private static Endpoints endpoints(int port) {
        return new Endpoints(
                LoopbackPort.address(port),
                "/health/ready",
                Subscriptions.PLAIN,
                "/events?topic=",
                List.of("Content-Type: text/plain"),
                List.of(),
                Endpoints.DEFAULT_PIPELINING,
                Protocol.HTTP_1_1);
    }

    @Override
    public RunningTarget start() throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Path directory = ServerProcess.newDirectory();
        List<String> command = JavaCommand.own(
                directory, options.javaOptions(), List.of("nio-server", "--port", Integer.toString(port)));
        ServerProcess process = ServerProcess.start(directory, options.placed(command));
        return RunningTarget.jvm(process, endpoints(port));
    }
}
