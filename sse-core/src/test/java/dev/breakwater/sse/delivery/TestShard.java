package dev.breakwater.sse.delivery;

import dev.breakwater.sse.ManualClock;
import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.log.EventLog;
import dev.breakwater.sse.log.LogBounds;
import dev.breakwater.sse.store.History;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** A shard without a thread of its own: the test's thread does its passes, one by one. */
final class TestShard {
    private static final byte[] EPOCH = "test".getBytes(StandardCharsets.US_ASCII);

    final ManualClock clock = new ManualClock();
    final EventLog log;
    final DeliveryCounters counters = new DeliveryCounters();
    final Shard shard;

    /** What is asked for the delay of each heartbeat. */
    Supplier<Duration> retry = () -> Duration.ofSeconds(1);

    /** How many streams may open in a second. */
    double streamsPerSecond = Integer.MAX_VALUE;

    private long newest;

    TestShard() {
        this(1_000);
    }

    TestShard(int keptEvents) {
        log = new EventLog(new LogBounds(keptEvents, 1L << 30, Duration.ofDays(1)), clock, 100, 0);
        shard = new Shard(
                "test",
                log,
                new DeliverySettings(
                        Duration.ofSeconds(15),
                        Duration.ZERO,
                        Duration.ofSeconds(30),
                        4_096,
                        SlowConsumerPolicy.DISCONNECT,
                        clock,
                        new Random(1)),
                counters,
                position -> new EventId("test", position),
                () -> retry.get(),
                History.NONE,
                new OpeningPace(() -> streamsPerSecond, clock.getAsLong()));
    }

    void publish(String topic, String data) {
        EncodedEvent event = EncodedEvent.of(SseEvent.of(topic, data));
        event.seal(EPOCH, ++newest);
        log.append(new long[] {newest}, clock.millis(), List.of(event));
    }

    StreamSubscription subscription(FakeTransport client, SlowConsumerPolicy policy, String... topics) {
        return new StreamSubscription(
                shard,
                client,
                policy,
                Beginning.at(
                        log.cursor(Arrays.stream(topics).map(TopicPattern::of).toList(), log.horizon()),
                        "retry: 1000\n\n".getBytes(StandardCharsets.US_ASCII)));
    }

    StreamSubscription subscribe(FakeTransport client, String... topics) {
        StreamSubscription subscription = subscription(client, SlowConsumerPolicy.DISCONNECT, topics);
        shard.take(subscription);
        return subscription;
    }

    /** Passes until there is nothing more to do; what a timer posts is done in the pass after. */
    void settle() {
        int idle = 0;
        while (idle < 2) {
            idle = shard.pass() ? 0 : idle + 1;
        }
    }
}
