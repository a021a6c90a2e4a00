package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.load.Audience;
import dev.breakwater.benchmarks.load.PublishRequest;
import dev.breakwater.benchmarks.load.Publisher;
import dev.breakwater.benchmarks.load.Topics;
import dev.breakwater.benchmarks.measure.JvmProbe;
import dev.breakwater.benchmarks.measure.ProcessTree;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A target that is ready, with nobody subscribed and nothing published. Closing it ends its process. */
public final class RunningTarget implements AutoCloseable {
    private final ServerProcess process;
    private final Endpoints endpoints;
    private final boolean isJvm;
    private final Runnable atEnd;

    private RunningTarget(ServerProcess process, Endpoints endpoints, boolean isJvm, Runnable atEnd) {
        this.process = process;
        this.endpoints = endpoints;
        this.isJvm = isJvm;
        this.atEnd = atEnd;
    }

    /** Waits for a JVM to be ready. */
    static RunningTarget jvm(ServerProcess process, Endpoints endpoints) throws IOException, InterruptedException {
        return whenReady(process, endpoints, true, () -> {});
    }

    /** Waits for a program that is no JVM to be ready. */
    static RunningTarget nativeProgram(ServerProcess process, Endpoints endpoints)
            throws IOException, InterruptedException {
        return nativeProgram(process, endpoints, () -> {});
    }

    /** The same; {@code atEnd} ends what works for the program in this process, after it. */
    static RunningTarget nativeProgram(ServerProcess process, Endpoints endpoints, Runnable atEnd)
            throws IOException, InterruptedException {
        return whenReady(process, endpoints, false, atEnd);
    }

    private static RunningTarget whenReady(ServerProcess process, Endpoints endpoints, boolean isJvm, Runnable atEnd)
            throws IOException, InterruptedException {
        RunningTarget target = new RunningTarget(process, endpoints, isJvm, atEnd);
        try {
            process.awaitReady(endpoints);
            return target;
        } catch (IOException | InterruptedException | RuntimeException e) {
            target.close();
            throw e;
        }
    }

    public ProcessTree processes() {
        return process.tree();
    }

    /** A look into its JVM; empty if it is none. */
    public Optional<JvmProbe> probe() throws IOException {
        return isJvm ? Optional.of(JvmProbe.attach(process.pid())) : Optional.empty();
    }

    public Audience audience(int healthy, int stalled, int opensPerSecond) {
        return endpoints.audience(healthy, stalled, opensPerSecond);
    }

    /** Streams of groups of topics; by a pattern, which not all targets have, or by their names. */
    public Audience audience(Topics topics, boolean byPattern, int healthy, int opensPerSecond) {
        return endpoints.audience(topics, byPattern, healthy, opensPerSecond);
    }

    /** Streams that begin with what was published before, which not all targets keep. */
    public Audience audienceOfHistory(int healthy, int opensPerSecond) {
        return endpoints.audienceOfHistory(healthy, opensPerSecond);
    }

    /** What it answers to a GET. */
    public String get(String path) throws IOException {
        URL url = new URL(
                "http", endpoints.server().getHostString(), endpoints.server().getPort(), path);
        try (InputStream body = url.openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** {@code depth} is the most requests in flight, of which the target may allow fewer; {@code batch} what one may have. */
    public Publisher publisher(int dataSize, int depth, int batch) throws IOException {
        return connect(endpoints.publishRequest(Endpoints.TOPIC, dataSize, batch), depth);
    }

    /** The same to another topic. */
    public Publisher publisher(String topic, int dataSize, int depth) throws IOException {
        return connect(endpoints.publishRequest(topic, dataSize, 1), depth);
    }

    /** The same to very many topics in turns. */
    public Publisher publisher(Topics topics, int dataSize, int depth) throws IOException {
        return connect(endpoints.publishRequest(topics, dataSize), depth);
    }

    private Publisher connect(PublishRequest request, int depth) throws IOException {
        return Publisher.connect(endpoints.publishers(), request, Math.min(depth, endpoints.pipelining()));
    }

    @Override
    public void close() {
        process.close();
        atEnd.run();
    }
}
