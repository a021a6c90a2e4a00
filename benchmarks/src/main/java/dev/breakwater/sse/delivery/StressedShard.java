package dev.breakwater.sse.delivery;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.log.EventLog;
import dev.breakwater.sse.log.LogBounds;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A shard without its thread, so that an actor can be it, with one subscription to one topic. */
final class StressedShard {
    private static final byte[] EPOCH = "test".getBytes(StandardCharsets.US_ASCII);
    private static final DeliverySettings SETTINGS = new DeliverySettings(
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ofHours(1),
            512,
            SlowConsumerPolicy.DISCONNECT,
            System::nanoTime,
            new Random(1));

    final EventLog log = new EventLog(new LogBounds(16, 1 << 20, Duration.ofDays(1)), Clock.systemUTC(), 1, 0);
    final CountingTransport transport = new CountingTransport();
    final StreamSubscription subscription;
    private final DeliveryCounters counters = new DeliveryCounters();
    private final Shard shard = new Shard(
            "stressed",
            log,
            SETTINGS,
            counters,
            position -> new EventId("test", position),
            () -> Duration.ofSeconds(1));

    StressedShard() {
        subscription = new StreamSubscription(
                shard,
                transport,
                log.cursor(Set.of(TopicPattern.of("a")), 0),
                SlowConsumerPolicy.DISCONNECT,
                ":\n\n".getBytes(StandardCharsets.US_ASCII));
        shard.take(subscription);
        subscription.writable();
        rest();
    }

    void publish(long position) {
        EncodedEvent event = EncodedEvent.of(SseEvent.of("a", "x"));
        event.seal(EPOCH, position);
        log.append(new long[] {position}, 0, List.of(event));
    }

    /** One pass of the shard. */
    void pass() {
        shard.pass();
    }

    /** Passes until there is nothing left to do. */
    void rest() {
        int passes = 0;
        while (shard.pass() && passes < 100) {
            passes++;
        }
    }

    /** The events that were delivered. */
    int delivered() {
        return (int) counters.events();
    }

    int ends() {
        return transport.ends;
    }

    /** Takes everything, unless it is told to be full. */
    static final class CountingTransport implements Transport {
        volatile boolean full;
        int ends;

        @Override
        public void start(Signals signals) {}

        @Override
        public boolean isReady() {
            return !full;
        }

        @Override
        public boolean write(byte[] bytes, int offset, int length) {
            return !full;
        }

        @Override
        public void end() {
            ends++;
        }
    }
}
