package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.load.Audience;
import dev.breakwater.benchmarks.load.Protocol;
import dev.breakwater.benchmarks.load.PublishRequest;
import dev.breakwater.benchmarks.load.Topics;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How to talk to a running target.
 *
 * @param server its address
 * @param publishers where events are posted to; another address than the server's if a publisher's way in is beside it
 * @param readyPath answers 200 when it can work
 * @param subscriptions where its streams are
 * @param publishPrefix path and query up to a topic
 * @param publishHeaders whole header lines
 * @param batchHeaders the same for a batch of events, a line of NDJSON each; empty: it takes one event a request
 * @param pipelining how many requests it takes on one connection before it has answered; 1: it does not like that
 * @param protocol what its subscribers speak; publishers speak HTTP/1.1
 * @param opening how many streams it bears to have under way at once
 */
record Endpoints(
        InetSocketAddress server,
        InetSocketAddress publishers,
        String readyPath,
        Subscriptions subscriptions,
        String publishPrefix,
        List<String> publishHeaders,
        List<String> batchHeaders,
        int pipelining,
        Protocol protocol,
        int opening) {
    static final int DEFAULT_PIPELINING = 32;

    /** The topic of a measurement that needs but one. */
    static final String TOPIC = "t";

    /** Of a server that takes its events itself, and bears as many openings as any other. */
    Endpoints(
            InetSocketAddress server,
            String readyPath,
            Subscriptions subscriptions,
            String publishPrefix,
            List<String> publishHeaders,
            List<String> batchHeaders,
            int pipelining,
            Protocol protocol) {
        this(
                server,
                server,
                readyPath,
                subscriptions,
                publishPrefix,
                publishHeaders,
                batchHeaders,
                pipelining,
                protocol,
                Audience.DEFAULT_OPENING);
    }

    /** The same server, with subscribers that speak another protocol. */
    Endpoints over(Protocol other) {
        return new Endpoints(
                server,
                publishers,
                readyPath,
                subscriptions,
                publishPrefix,
                publishHeaders,
                batchHeaders,
                pipelining,
                other,
                opening);
    }

    /** Breakwater's HTTP contract. */
    static Endpoints breakwater(int port, String token) {
        return new Endpoints(
                LoopbackPort.address(port),
                "/health/ready",
                new Subscriptions("/events?topic=", "&topic=", true, Optional.of("/events?from=earliest&topic=")),
                "/events?topic=",
                List.of("Authorization: Bearer " + token, "Content-Type: text/plain"),
                List.of("Authorization: Bearer " + token, "Content-Type: application/x-ndjson"),
                DEFAULT_PIPELINING,
                Protocol.HTTP_1_1);
    }

    /** The contract of the peers' projects. */
    static Endpoints peer(int port) {
        return new Endpoints(
                LoopbackPort.address(port),
                "/ready",
                Subscriptions.PLAIN,
                "/events?topic=",
                List.of("Content-Type: text/plain"),
                List.of(),
                DEFAULT_PIPELINING,
                Protocol.HTTP_1_1);
    }

    Audience audience(int healthy, int stalled, int opensPerSecond) {
        return new Audience(server, subscriptions.to(TOPIC), healthy, stalled, opensPerSecond)
                .over(protocol)
                .opening(opening);
    }

    /** Each stream is of one group of topics; by a pattern or by their names. */
    Audience audience(Topics topics, boolean byPattern, int healthy, int opensPerSecond) {
        List<String> paths = IntStream.range(0, topics.groups())
                .mapToObj(group -> byPattern
                        ? subscriptions.toPattern(topics.pattern(group))
                        : subscriptions.to(topics.ofGroup(group)))
                .toList();
        return new Audience(server, paths, healthy, 0, opensPerSecond, false, protocol, opening);
    }

    Audience audienceOfHistory(int healthy, int opensPerSecond) {
        return new Audience(server, subscriptions.fromEarliest(TOPIC), healthy, 0, opensPerSecond)
                .over(protocol)
                .opening(opening);
    }

    PublishRequest publishRequest(String topic, int dataSize, int batch) {
        if (batch > 1 && batchHeaders.isEmpty()) {
            throw new IllegalArgumentException("this server takes one event a request; leave --batch out");
        }
        return batch > 1
                ? PublishRequest.batch(authority(), publishPrefix + topic, batchHeaders, dataSize, batch)
                : PublishRequest.to(authority(), publishPrefix + topic, publishHeaders, dataSize);
    }

    PublishRequest publishRequest(Topics topics, int dataSize) {
        return PublishRequest.to(authority(), publishPrefix, topics, publishHeaders, dataSize);
    }

    private String authority() {
        return publishers.getHostString() + ":" + publishers.getPort();
    }
}
