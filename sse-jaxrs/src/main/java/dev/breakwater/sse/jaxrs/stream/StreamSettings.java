package dev.breakwater.sse.jaxrs.stream;

import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import java.time.Duration;
import java.util.function.LongFunction;

/**
 * How streams that are sent to work.
 *
 * @param name what threads are called after
 * @param loops how many threads deliver, 1 or more
 * @param sinkBytes the most bytes that may wait for one client of what was sent to it alone, but for a single larger event
 * @param broadcasterBytes the most bytes that one broadcaster keeps for clients that have not taken them yet
 * @param maxWriteBytes the most bytes of a write, but for a single event that is larger
 * @param heartbeat the longest silence of a stream
 * @param writeTimeout how long a client may take no bytes while some wait for it
 * @param policy {@code DISCONNECT}, or {@code SKIP} to jump to the newest event of a broadcaster
 * @param retry the delay that one of so many streams should be told
 */
public record StreamSettings(
        String name,
        int loops,
        int sinkBytes,
        int broadcasterBytes,
        int maxWriteBytes,
        Duration heartbeat,
        Duration writeTimeout,
        SlowConsumerPolicy policy,
        LongFunction<Duration> retry) {}
