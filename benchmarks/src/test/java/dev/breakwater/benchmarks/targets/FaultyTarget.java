package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.load.Protocol;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A server in a process of its own that loses, repeats or reorders, or does nothing wrong. */
public record FaultyTarget(String fault) implements Target {
    @Override
    public String name() {
        return fault;
    }

    @Override
    public Optional<String> whyNotRun() {
        return Optional.empty();
    }

    @Override
    public String version() {
        return "1";
    }

    @Override
    public RunningTarget start() throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Path directory = ServerProcess.newDirectory();
        Path classes = Path.of("target", "test-classes").toAbsolutePath();
        Path ownClasses = Path.of("target", "classes").toAbsolutePath();
        List<String> command = JavaCommand.classes(
                directory,
                List.of("-Xmx64m"),
                List.of(classes, ownClasses),
                FaultyPeer.class.getName(),
                List.of(fault, Integer.toString(port)));
        Endpoints endpoints = new Endpoints(
                LoopbackPort.address(port),
                "/ready",
                Subscriptions.PLAIN,
                "/events?topic=",
                List.of(),
                List.of(),
                1,
                Protocol.HTTP_1_1);
        return RunningTarget.jvm(ServerProcess.start(directory, command), endpoints);
    }
}
