package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.measure.JvmProbe;
import dev.breakwater.benchmarks.measure.ProcessTree;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Breakwater's executable jar on a port that it has again after a restart. One thread. */
public final class RestartableBreakwater implements AutoCloseable {
    private final Path jar;
    private final List<String> javaOptions;
    private final List<String> arguments;
    private final int port;
    private ServerProcess process;

    /** Starts it and waits until it is ready. */
    public RestartableBreakwater(
            Path jar, List<String> javaOptions, Map<String, String> properties, List<String> arguments)
            throws IOException, InterruptedException {
        this.jar = jar;
        this.port = LoopbackPort.free();
        this.javaOptions = new ArrayList<>(javaOptions);
        properties.forEach((name, value) -> this.javaOptions.add("-D" + name + "=" + value));
        this.arguments = BreakwaterSettings.arguments(port, arguments);
        this.process = begin();
        awaitReady();
    }

    private ServerProcess begin() throws IOException {
        Path directory = ServerProcess.newDirectory();
        return ServerProcess.start(directory, JavaCommand.jar(directory, javaOptions, jar, arguments));
    }

    public InetSocketAddress address() {
        return LoopbackPort.address(port);
    }

    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    public String token() {
        return BreakwaterSettings.token();
    }

    /** The process that runs now. */
    public ProcessTree processes() {
        return process.tree();
    }

    /** A look into the JVM that runs now. */
    public JvmProbe probe() throws IOException {
        return JvmProbe.attach(process.pid());
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** SIGTERM; returns when it has ended. */
    public void terminate() throws InterruptedException {
        process.terminate();
    }

    /** Starts it once more and returns when it is ready. */
    public void restart() throws IOException, InterruptedException {
        process.close();
        process = begin();
        awaitReady();
    }

    private void awaitReady() throws IOException, InterruptedException {
        try {
            process.awaitReady(Endpoints.breakwater(port, BreakwaterSettings.token()));
        } catch (IOException | InterruptedException | RuntimeException failed) {
            process.close();
            throw failed;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
