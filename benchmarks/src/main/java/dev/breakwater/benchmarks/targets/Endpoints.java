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
 * @param batchHeaders the same for a batch of events, a line of NDJSON each; empty: it takes one event a request
 * @param pipelining how many requests it takes on one connection before it has answered; 1: it does not like that
 */
record Endpoints(
        InetSocketAddress server,
        String readyPath,
        String subscribePath,
        String publishPath,
        List<String> publishHeaders,
        List<String> batchHeaders,
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
                List.of("Authorization: Bearer " + token, "Content-Type: application/x-ndjson"),
                DEFAULT_PIPELINING);
    }

    /** The contract of the peers' projects. */
    static Endpoints peer(int port) {
        return new Endpoints(
                LoopbackPort.address(port),
                "/ready",
                "/events?topic=t",
                "/events?topic=t",
                List.of("Content-Type: text/plain"),
                List.of(),
                DEFAULT_PIPELINING);
    }

    /** The same for another topic, of Breakwater. */
    Endpoints toTopic(String topic) {
        return new Endpoints(
                server,
                readyPath,
                "/events?topic=" + topic,
                "/events?topic=" + topic,
                publishHeaders,
                batchHeaders,
                pipelining);
    }

    Audience audience(int healthy, int stalled, int opensPerSecond) {
        return new Audience(server, subscribePath, healthy, stalled, opensPerSecond);
    }

    PublishRequest publishRequest(int dataSize, int batch) {
        String authority = server.getHostString() + ":" + server.getPort();
        if (batch > 1 && batchHeaders.isEmpty()) {
            throw new IllegalArgumentException("this server takes one event a request; leave --batch out");
        }
        return batch > 1
                ? PublishRequest.batch(authority, publishPath, batchHeaders, dataSize, batch)
                : PublishRequest.to(authority, publishPath, publishHeaders, dataSize);
    }
}
