package dev.breakwater.sse.delivery;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How shards deliver. The hub's configuration documents and checks the values.
 *
 * @param heartbeat the longest silence of a stream
 * @param maxAge the longest life of a stream; {@link Duration#ZERO} for no limit
 * @param writeTimeout how long a client may take no bytes while some wait for it
 * @param maxWriteBytes the most bytes of a write, but for a single event that is larger
 * @param policy what to do with slow clients that ask for nothing else
 * @param nanoTime the clock of timers
 * @param random what spreads phases
 */
public record DeliverySettings(
        Duration heartbeat,
        Duration maxAge,
        Duration writeTimeout,
        int maxWriteBytes,
        SlowConsumerPolicy policy,
        LongSupplier nanoTime,
        RandomGenerator random) {}
