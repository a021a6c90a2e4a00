package dev.breakwater.sse.delivery;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.log.EventLog;
import dev.breakwater.sse.log.LogBounds;
import dev.breakwater.sse.store.History;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;

/** A shard without a thread, whose time stands still: an actor of the test does its passes. */
final class ShardUnderStress {
    private static final byte[] EPOCH = "stress".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PREAMBLE = {'\n'};
    private static final List<TopicPattern> TOPIC = List.of(TopicPattern.of("a"));
    private static final LogBounds BOUNDS = new LogBounds(100, 1L << 30, Duration.ofDays(1));
    private static final Instant NOW = Instant.ofEpochMilli(0);
    private static final EncodedEvent EVENT = EncodedEvent.of(SseEvent.of("a", "x"));
    private static final DeliverySettings SETTINGS = new DeliverySettings(
            Duration.ofSeconds(15),
            Duration.ZERO,
            Duration.ofSeconds(30),
            512,
            SlowConsumerPolicy.DISCONNECT,
            () -> 0,
            new SplittableRandom(1));

    static {
        EVENT.seal(EPOCH, 1); // the same bytes for all positions
    }

    final DeliveryCounters counters = new DeliveryCounters();
    final Shard shard;
    private final EventLog log = new EventLog(BOUNDS, () -> NOW, 10, 0);
    private long newest;

    ShardUnderStress() {
        shard = new Shard(
                "stress",
                log,
                SETTINGS,
                counters,
                position -> new EventId("stress", position),
                () -> Duration.ofSeconds(1),
                History.NONE,
                new OpeningPace(() -> Integer.MAX_VALUE, 0));
    }

    void publish() {
        log.append(new long[] {++newest}, 0, List.of(EVENT));
    }

    StreamSubscription subscription(Transport transport) {
        return new StreamSubscription(
                shard,
                transport,
                SlowConsumerPolicy.DISCONNECT,
                Beginning.at(log.cursor(TOPIC, log.horizon()), PREAMBLE));
    }

    /** Subscribes, and delivers what there is. */
    StreamSubscription subscribe(Transport transport) {
        StreamSubscription subscription = subscription(transport);
        shard.take(subscription);
        settle();
        return subscription;
    }

    /** Passes until the thread would park. What nobody has posted is not done. */
    void settle() {
        while (shard.pass()) {
            // More may be waiting.
        }
    }

    /** Events that were handed to transports. */
    int delivered() {
        return (int) counters.events();
    }
}
