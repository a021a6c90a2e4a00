package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.load.Audience;
import dev.breakwater.benchmarks.load.PublishRequest;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * How to talk to a running target about one topic.
 *
 * @param server its address
 * @param readyPath answers 200 when it can work
 * @param subscribePath path and query
 * @param publishPath path and query
 * @param publishHeaders whole header lines
 * @param pipelining how many requests it takes on one connection before it has answered; 1: it does not like that
 */
record Endpoints(
        InetSocketAddress server,
        String readyPath,
        String subscribePath,
        String publishPath,
        List<String> publishHeaders,
        int pipelining) {
    static final int DEFAULT_PIPELINING = 32;

    /** Breakwater's HTTP contract. */
    static Endpoints breakwater(int port, String token) {
        return new Endpoints(
                LoopbackPort.address(port),
                "/health/ready",
                "/events?topic=t",
                "/events?topic=t",
                List.of("Authorization: Bearer " + token, "Content-Type: text/plain"),
                DEFAULT_PIPELINING);
    }

    /** The same for another topic, of Breakwater. */
    Endpoints toTopic(String topic) {
        return new Endpoints(
                server, readyPath, "/events?topic=" + topic, "/events?topic=" + topic, publishHeaders, pipelining);
    }

    Audience audience(int healthy, int stalled, int opensPerSecond) {
        return new Audience(server, subscribePath, healthy, stalled, opensPerSecond);
    }

    PublishRequest publishRequest(int dataSize) {
        return PublishRequest.to(
                server.getHostString() + ":" + server.getPort(), publishPath, publishHeaders, dataSize);
    }
}
