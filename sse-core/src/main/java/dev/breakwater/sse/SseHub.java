package dev.breakwater.sse;

import dev.breakwater.sse.delivery.DeliveryCounters;
import dev.breakwater.sse.delivery.DeliverySettings;
import dev.breakwater.sse.delivery.Shards;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.delivery.Transport;
import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.log.EventLog;
import dev.breakwater.sse.store.MemoryReplayStore;
import dev.breakwater.sse.store.ReplayStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where events are published and clients subscribe: one log, many cursors, no queue for any subscriber.
 *
 * <p>Publishing appends to the log; each subscription reads the log at its own pace, from wherever its client left off.
 * What a hub holds in memory is the log's bound and a small constant for each client, however slow clients are.
 *
 * <p>Thread-safe. {@link #close} it when the application stops.
 */
public final class SseHub implements AutoCloseable {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final HubConfig config;
    private final ReplayStore store;
    private final EventLog log;
    private final Shards shards;
    private final Openings openings;
    private final Pacing pacing;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SseHub(HubConfig config, ReplayStore store) {
        this.config = config;
        this.store = store;
        this.log = new EventLog(config.bounds(), config.clock(), config.maxPatterns(), store.open());
        this.shards = new Shards(
                config.name(),
                config.shards(),
                log,
                new DeliverySettings(
                        config.heartbeat(),
                        config.maxStreamAge(),
                        config.writeTimeout(),
                        config.maxWriteBytes(),
                        config.slowConsumerPolicy(),
                        config.nanoTime(),
                        config.random()),
                config.retryWindow(),
                position -> new EventId(store.epoch(), position));
        this.openings = new Openings(log, store, shards.counters());
        this.pacing = new Pacing(log, shards);
        store.feed(log::append);
    }

    /** A hub that keeps its history in memory. */
    public static SseHub create(HubConfig config) {
        return create(config, new MemoryReplayStore(config.clock(), config.random()));
    }

    /** A hub on a replay store, which it owns and closes. */
    public static SseHub create(HubConfig config, ReplayStore store) {
        return new SseHub(config, store);
    }

    /** How this hub works. */
    public HubConfig config() {
        return config;
    }

    /**
     * Publishes an event. The stage completes with its id once it is as durable as the replay store promises; from then
     * on every client that keeps its last event id gets it, within the retention, or is told of a gap.
     *
     * @throws EventTooLargeException if it is larger than {@link HubConfig#maxEventBytes}
     * @throws IllegalStateException if the hub is closed
     */
    public CompletionStage<EventId> publish(SseEvent event) {
        return append(List.of(encode(event))).thenApply(positions -> id(positions[0]));
    }

    /**
     * Publishes an event that was encoded before, and not published yet: see {@link #publish(SseEvent)}.
     *
     * @throws EventTooLargeException if it is larger than {@link HubConfig#maxEventBytes}
     * @throws IllegalStateException if the hub is closed
     */
    public CompletionStage<EventId> publish(EncodedEvent event) {
        return append(List.of(requireSize(event))).thenApply(positions -> id(positions[0]));
    }

    /**
     * Publishes events, all or none, in this order and with nothing in between.
     *
     * @param events one or more
     * @throws EventTooLargeException if one of them is larger than {@link HubConfig#maxEventBytes}
     * @throws IllegalStateException if the hub is closed
     */
    public CompletionStage<List<EventId>> publishAll(List<SseEvent> events) {
        if (events.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        List<EncodedEvent> encoded = new ArrayList<>(events.size());
        events.forEach(event -> encoded.add(encode(event)));
        return append(encoded)
                .thenApply(
                        positions -> Arrays.stream(positions).mapToObj(this::id).toList());
    }

    /**
     * For a publisher that would rather wait than outrun its subscribers: waits until no client that still reads is
     * about to lose events. Returns at once where there is room.
     *
     * @return whether there is room now; false if there was none for the whole time
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean awaitRoom(Duration longest) throws InterruptedException {
        return pacing.awaitRoom(longest);
    }

    /**
     * Subscribes a client. Whatever its start, it gets first of all a {@code retry:}; then, unless it came with an id of
     * ours, a checkpoint event that tells it where it is; and, if events that it asked for are gone, a gap event.
     *
     * @throws IllegalStateException if the hub is closed, or reads as many different patterns as it may; the transport
     *     is then not made
     * @throws IOException if the transport cannot be made
     */
    public Subscription subscribe(SubscriptionRequest request, Transport.Factory transport) throws IOException {
        requireOpen();
        Openings.Opening opening = openings.open(request, shards.drawRetry());
        SlowConsumerPolicy policy = request.policy() == null ? config.slowConsumerPolicy() : request.policy();
        boolean subscribed = false;
        try {
            Subscription subscription =
                    shards.subscribe(transport.open(), opening.cursor(), policy, opening.preamble());
            subscribed = true;
            return subscription;
        } finally {
            if (!subscribed) {
                log.release(opening.cursor());
            }
        }
    }

    /** The open streams. */
    public long streams() {
        return shards.streams();
    }

    /** Whether it takes neither events nor streams any more. */
    public boolean isClosed() {
        return closed.get();
    }

    /** What was delivered since the start. */
    public DeliveryCounters counters() {
        return shards.counters();
    }

    /** How many events each open stream is behind. */
    public CompletionStage<long[]> lags() {
        return shards.lags();
    }

    /** The log, for whoever measures it. */
    public EventLog log() {
        return log;
    }

    /**
     * Ends all streams after what has been written to them, and all threads; waits up to 5 s for that. Streams of clients
     * that take nothing by then are left to the container's write timeout. Does nothing the second time.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            shards.close(LONGEST_CLOSE);
            store.close();
        }
    }

    private EncodedEvent encode(SseEvent event) {
        return requireSize(EncodedEvent.of(event));
    }

    private EncodedEvent requireSize(EncodedEvent encoded) {
        if (encoded.length() > config.maxEventBytes()) {
            throw new EventTooLargeException(encoded.length(), config.maxEventBytes());
        }
        return encoded;
    }

    private CompletionStage<long[]> append(List<EncodedEvent> events) {
        requireOpen();
        return store.append(events);
    }

    private EventId id(long position) {
        return new EventId(store.epoch(), position);
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the hub is closed");
        }
    }
}
