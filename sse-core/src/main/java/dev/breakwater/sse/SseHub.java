package dev.breakwater.sse;

import dev.breakwater.sse.admission.AcceptRate;
import dev.breakwater.sse.admission.Admission;
import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.admission.MeasuredRate;
import dev.breakwater.sse.admission.WarmingRate;
import dev.breakwater.sse.delivery.Beginning;
import dev.breakwater.sse.delivery.ClientKey;
import dev.breakwater.sse.delivery.DeliveryCounters;
import dev.breakwater.sse.delivery.DeliverySettings;
import dev.breakwater.sse.delivery.Drain;
import dev.breakwater.sse.delivery.Feed;
import dev.breakwater.sse.delivery.OpeningRates;
import dev.breakwater.sse.delivery.Resources;
import dev.breakwater.sse.delivery.Shards;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.delivery.Transport;
import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.log.EventLog;
import dev.breakwater.sse.store.Fingerprint;
import dev.breakwater.sse.store.Idempotency;
import dev.breakwater.sse.store.MemoryReplayStore;
import dev.breakwater.sse.store.Publication;
import dev.breakwater.sse.store.Receipt;
import dev.breakwater.sse.store.ReplayStore;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Where events are published and clients subscribe: one log, many cursors, no queue for any subscriber.
 *
 * <p>Publishing appends to the log; each subscription reads the log at its own pace, from wherever its client left off.
 * What a hub holds in memory is the log's bound and a small constant for each client, however slow clients are.
 *
 * <p>Thread-safe. {@link #close} it when the application stops.
 */
public final class SseHub implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SseHub.class.getName());
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final HubConfig config;
    private final ReplayStore store;
    private final EventLog log;
    private final Shards shards;
    private final Openings openings;
    private final Pacing pacing;
    private final AcceptRate acceptRate;
    private final Admission admission;
    private final Drains drains;
    private final OpenClients clients = new OpenClients();
    private final Resources resources = new Resources();
    private final AtomicBoolean closed = new AtomicBoolean();

    private SseHub(HubConfig config, ReplayStore store) {
        warnIfMoreThanHeap(config.bounds().maxBytes());
        this.config = config;
        this.store = store;
        this.log = new EventLog(
                config.bounds(),
                config.clock(),
                config.maxPatterns(),
                store.open(config.bounds()),
                config.topicLimits());
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
                new OpeningRates(this::plannedRate, this::allowedRate),
                position -> new EventId(store.epoch(), position),
                store.history());
        this.openings = new Openings(log, store, shards.counters(), config);
        this.pacing = new Pacing(log, shards);
        this.acceptRate = acceptRate(config, shards);
        this.admission = new Admission(
                config.admission()
                        ? new WarmingRate(acceptRate, config.nanoTime())
                        : AcceptRate.of(Admission.UNLIMITED),
                config.overload(),
                shards::lagNanos,
                shards::newcomers,
                config.nanoTime(),
                config.random());
        this.drains = new Drains(config, shards, admission, this::plannedRate);
        try {
            store.feed(log::append);
        } catch (RuntimeException unreadable) {
            shards.close(LONGEST_CLOSE);
            store.close();
            throw unreadable;
        }
    }

    /** A hub that keeps its history in memory. */
    public static SseHub create(HubConfig config) {
        return create(config, new MemoryReplayStore(config.clock(), config.random()));
    }

    /** A hub on a replay store, which it owns and closes. */
    public static SseHub create(HubConfig config, ReplayStore store) {
        return new SseHub(config, store);
    }

    /** The bytes are counted without what the heap needs beside them for each event, and for all else. */
    private static void warnIfMoreThanHeap(long retentionBytes) {
        long heap = Runtime.getRuntime().maxMemory();
        if (retentionBytes > heap / 2) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    String.format(
                            Locale.ROOT,
                            "the log may keep %,d bytes of events (breakwater.retention.bytes) and the heap is %,d bytes at most:"
                                    + " keep half of the heap or less, or give the JVM a larger -Xmx, or it may run out of memory",
                            retentionBytes,
                            heap));
        }
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
     * <p>Asks no {@link #admission}: who answers the client does that, before.
     *
     * @throws IllegalArgumentException if it is to begin at a time in the future
     * @throws IllegalStateException if the hub is closed or being drained, or reads as many different patterns as it may;
     *     the transport is then not made
     * @throws IOException if the transport cannot be made
     */
    public Subscription subscribe(SubscriptionRequest request, Transport.Factory transport) throws IOException {
        requireTakesStreams();
        Beginning beginning = openings.open(request, shards.drawRetry());
        SlowConsumerPolicy policy = request.policy() == null ? config.slowConsumerPolicy() : request.policy();
        boolean subscribed = false;
        try {
            Subscription subscription = shards.subscribe(transport.open(), policy, beginning);
            subscribed = true;
            clients.opened(request.client(), subscription);
            return subscription;
        } finally {
            if (!subscribed) {
                log.release(beginning.cursor());
            }
        }
    }

    /**
     * Opens a stream that delivers what a feed gives, instead of events of this hub. In all else it is one of the hub's
     * streams: its heartbeats, {@code retry:}, write timeout and greatest age, counters and drain are theirs.
     *
     * <p>Asks no {@link #admission}: who answers the client does that, before.
     *
     * @param client who the client says it is, or null: a stream of the same client that is open ends at once
     * @throws IllegalStateException if the hub is closed or being drained; the transport is then not made
     * @throws IOException if the transport cannot be made
     */
    public Subscription feed(Feed feed, @Nullable ClientKey client, Transport.Factory transport) throws IOException {
        requireTakesStreams();
        Subscription stream = shards.feed(transport.open(), feed);
        clients.opened(client, stream);
        return stream;
    }

    /** The open streams. */
    public long streams() {
        return shards.streams();
    }

    /** What lets new streams in: whoever answers a client asks it before {@link #subscribe}. */
    public Admission admission() {
        return admission;
    }

    /**
     * Empties this hub: no new streams from now on, and the open ones end evenly over a window, each when its client has
     * what is in the log for it, and with a delay of its own, so that all of them arrive elsewhere at the accept rate.
     * Publishing goes on. A drain that is under way gets the new window.
     *
     * @param window 0..1 h
     * @throws IllegalArgumentException if the window is out of its range
     * @throws IllegalStateException if the hub is closed
     */
    public Drain drain(Duration window) {
        requireOpen();
        return drains.begin(window);
    }

    /**
     * The window in which the open streams arrive elsewhere at the accept rate, if elsewhere takes as many as this hub.
     *
     * @param longest what it is at most
     */
    public Duration drainWindow(Duration longest) {
        return drains.windowOfAtMost(longest);
    }

    /** Takes streams again, and keeps those that a drain has left. Does nothing if there is no drain. */
    public void resume() {
        drains.callOff();
    }

    /** The drain that is under way, or has left nothing, until {@link #resume}; null if there is none. */
    public @Nullable Drain draining() {
        return drains.current();
    }

    /** Whether it takes neither events nor streams any more. */
    public boolean isClosed() {
        return closed.get();
    }

    /** What was delivered since the start. */
    public DeliveryCounters counters() {
        return shards.counters();
    }

    /** What happened to the streams of each resource, as far as who opens them says what resource they are of. */
    public Resources resources() {
        return resources;
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
            admission.close(DeferralReason.STOPPING, drains::delay);
            shards.close(LONGEST_CLOSE);
            store.close();
        }
    }

    private static AcceptRate acceptRate(HubConfig config, Shards shards) {
        return config.measuresAcceptRate()
                ? new MeasuredRate(
                        Runtime.getRuntime().availableProcessors(),
                        shards::lagNanos,
                        shards::takeLongestOpeningNanos,
                        config.nanoTime().getAsLong())
                : AcceptRate.of(config.acceptRate());
    }

    /** The new streams a second that this node takes: as configured, or as it has measured itself. Any thread. */
    public double plannedRate() {
        return acceptRate.perSecond(config.nanoTime().getAsLong());
    }

    private double allowedRate() {
        return admission.rate();
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

    /**
     * Publishes events like {@link #publishAll}, once: if the same events were published before with the same key, within
     * the retention, nothing is added, and the answer is that of the first time. So a publisher that got no answer can
     * simply try again.
     *
     * @param events one or more
     * @param idempotencyKey 1..{@value dev.breakwater.sse.store.Idempotency#MAX_KEY_LENGTH} visible ASCII characters, a new
     *     one for each publication
     * @return fails with an {@link dev.breakwater.sse.store.IdempotencyConflictException} if the key was used for other
     *     events
     * @throws IllegalArgumentException if the key is out of its range, or there are no events
     * @throws EventTooLargeException if an event is larger than {@link HubConfig#maxEventBytes}
     * @throws IllegalStateException if the hub is closed
     */
    public CompletionStage<Published> publishOnce(List<SseEvent> events, String idempotencyKey) {
        List<EncodedEvent> encoded = new ArrayList<>(events.size());
        events.forEach(event -> encoded.add(encode(event)));
        requireOpen();
        return store.append(new Publication(encoded, new Idempotency(idempotencyKey, Fingerprint.of(encoded))))
                .thenApply(receipt -> new Published(
                        Arrays.stream(receipt.positions()).mapToObj(this::id).toList(), receipt.repeated()));
    }

    private CompletionStage<long[]> append(List<EncodedEvent> events) {
        requireOpen();
        return store.append(Publication.of(events)).thenApply(Receipt::positions);
    }

    private EventId id(long position) {
        return new EventId(store.epoch(), position);
    }

    private void requireTakesStreams() {
        requireOpen();
        if (drains.current() != null) {
            throw new IllegalStateException("the hub is being drained");
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the hub is closed");
        }
    }
}
