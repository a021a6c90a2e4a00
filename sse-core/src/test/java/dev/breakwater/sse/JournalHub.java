package dev.breakwater.sse;

import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.store.journal.JournalConfig;
import dev.breakwater.sse.store.journal.JournalReplayStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A hub on a journal, with little memory, that a test stops and starts again. */
final class JournalHub implements AutoCloseable {
    final ManualClock clock = new ManualClock();
    final JournalConfig journal;
    private final UnaryOperator<HubConfig.Builder> change;
    SseHub hub;

    JournalHub(JournalConfig journal, UnaryOperator<HubConfig.Builder> change) {
        this.journal = journal;
        this.change = change;
        start();
    }

    /** A journal that keeps all, and a log that keeps so many events. */
    static JournalHub keeping(Path directory, int eventsInMemory) {
        return new JournalHub(JournalConfig.in(directory), config -> config.retentionEvents(eventsInMemory));
    }

    void start() {
        hub = SseHub.create(
                change.apply(HubConfig.builder()
                                .shards(2)
                                .clock(clock)
                                .nanoTime(clock)
                                .admission(false) // where time stands still nobody more would be let in
                                .random(new Random(42)))
                        .build(),
                new JournalReplayStore(journal, clock, new Random(3)));
    }

    void restart() {
        hub.close();
        start();
    }

    String publish(String topic, String data) {
        return now(hub.publish(SseEvent.of(topic, data))).toString();
    }

    String publishKeyed(String topic, String key, String data) {
        return now(hub.publish(SseEvent.of(topic, data).withKey(key))).toString();
    }

    /** Publishes {@code <first>..<last>} as the data of one event each; returns the id of the last. */
    String publish(String topic, int first, int last) {
        List<CompletionStage<EventId>> stages = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            stages.add(hub.publish(SseEvent.of(topic, String.valueOf(i))));
        }
        stages.forEach(JournalHub::now);
        return now(stages.get(stages.size() - 1)).toString();
    }

    String id(long position) {
        return publishedEpoch() + '-' + position;
    }

    private String publishedEpoch() {
        return now(hub.publish(SseEvent.of("epoch", "?"))).epoch();
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

    void advance(Duration by) {
        clock.advance(by);
    }

    static <T> T now(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        hub.close();
    }
}
