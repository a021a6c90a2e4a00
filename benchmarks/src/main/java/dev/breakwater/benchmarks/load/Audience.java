package dev.breakwater.benchmarks.load;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Who subscribes, where, and how fast.
 *
 * @param server where to connect
 * @param paths path and query of the subscriptions, of which each stream has one, in turns. Of n paths the first is of
 *     the topics that get the publisher's events 1, n + 1 and so on, the second of those that get 2, n + 2 and so on
 * @param healthy streams that are read as fast as they come
 * @param stalled streams that are never read after their headers, with a small receive buffer
 * @param opensPerSecond at most so many connections are begun per second
 * @param comesBack whether a client that is told to come back later does so; otherwise that is a fault
 * @param protocol what they speak; on HTTP/2 they do not come back
 * @param opening at most so many streams are under way at once: connected, and not answered yet
 */
public record Audience(
        InetSocketAddress server,
        List<String> paths,
        int healthy,
        int stalled,
        int opensPerSecond,
        boolean comesBack,
        Protocol protocol,
        int opening) {
    /** What every server should bear to have under way at once. */
    public static final int DEFAULT_OPENING = 256;

    /** What one process can hold under a limit of 20,000 open files. */
    public static final int LARGEST = 19_000;

    public Audience {
        paths = List.copyOf(paths);
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("an audience needs a path");
        }
        if (healthy < 0 || stalled < 0 || healthy + stalled < 1 || healthy + stalled > LARGEST) {
            throw new IllegalArgumentException(
                    "subscribers must be 1.." + LARGEST + ": " + healthy + " healthy and " + stalled + " stalled");
        }
        if (opensPerSecond < 1) {
            throw new IllegalArgumentException("opens per second must be at least 1: " + opensPerSecond);
        }
        if (opening < 1) {
            throw new IllegalArgumentException("streams under way must be at least 1: " + opening);
        }
    }

    /** An audience of one topic, all of which is to be let in at once. */
    public Audience(InetSocketAddress server, String path, int healthy, int stalled, int opensPerSecond) {
        this(server, List.of(path), healthy, stalled, opensPerSecond, false);
    }

    /** An audience that speaks HTTP/1.1. */
    public Audience(
            InetSocketAddress server,
            List<String> paths,
            int healthy,
            int stalled,
            int opensPerSecond,
            boolean comesBack) {
        this(server, paths, healthy, stalled, opensPerSecond, comesBack, Protocol.HTTP_1_1, DEFAULT_OPENING);
    }

    /** The same audience, speaking another protocol. */
    public Audience over(Protocol other) {
        return new Audience(server, paths, healthy, stalled, opensPerSecond, comesBack, other, opening);
    }

    /** The same audience, with so many streams under way at most. */
    public Audience opening(int most) {
        return new Audience(server, paths, healthy, stalled, opensPerSecond, comesBack, protocol, most);
    }

    /** How many streams get each event, of those that are read. */
    public double readersOfEach() {
        return (double) healthy / paths.size();
    }

    /** When the one after so many others begins its connection, in nanoseconds after the first. */
    long nanosBefore(int others) {
        return (long) (others * 1e9 / opensPerSecond);
    }

    public int size() {
        return healthy + stalled;
    }
}
