package dev.breakwater.sse;

import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.SseEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A hub of one shard whose time stands still unless the test moves it. */
final class TestHub implements AutoCloseable {
    private static final int PASSES = 4;

    final ManualClock clock = new ManualClock();
    final SseHub hub;

    TestHub() {
        this(config -> config);
    }

    TestHub(UnaryOperator<HubConfig.Builder> change) {
        hub = SseHub.create(change.apply(HubConfig.builder()
                        .shards(1)
                        .clock(clock)
                        .nanoTime(clock)
                        .admission(false) // where time stands still nobody more would be let in
                        .random(new Random(42)))
                .build());
    }

    static TestHub keeping(int events) {
        return new TestHub(config -> config.retentionEvents(events));
    }

    String publish(String topic, String data) {
        return publish(SseEvent.of(topic, data));
    }

    String publish(SseEvent event) {
        return now(hub.publish(event)).toString();
    }

    /** Publishes {@code <first>..<last>} as the data of one event each. */
    void publish(String topic, int first, int last) {
        for (int i = first; i <= last; i++) {
            publish(topic, String.valueOf(i));
        }
    }

    List<EventId> publishAll(SseEvent... events) {
        return now(hub.publishAll(List.of(events)));
    }

    FakeTransport subscribe(String... topics) {
        return subscribe(StartPosition.latest(), topics);
    }

    FakeTransport subscribe(StartPosition start, String... topics) {
        FakeTransport client = new FakeTransport();
        subscribe(client, SubscriptionRequest.of(List.of(topics)).from(start));
        return client;
    }

    Subscription subscribe(FakeTransport client, SubscriptionRequest request) {
        try {
            return hub.subscribe(request, () -> client);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SubscriptionRequest to(String... topics) {
        return SubscriptionRequest.of(List.of(topics));
    }

    /** Lets the shard do what was asked of it, then time go by, and the shard notice it. */
    void advance(Duration by) {
        settle();
        clock.advance(by);
        settle();
    }

    /** Returns when the shard has done all that there was to do: it answers questions in turn, one in each pass. */
    void settle() {
        for (int i = 0; i < PASSES; i++) {
            now(hub.lags());
        }
    }

    static <T> T now(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        hub.close();
    }
}
