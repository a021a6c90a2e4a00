package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.jaxrs.stream.BroadcastLog;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.lang.System.Logger;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A broadcaster that never blocks who broadcasts: an event is encoded once and appended to one bounded log, from which
 * each sink's shard takes it when its client can. A client that falls so far behind that the log has to let events go is
 * disconnected, which {@link #onError} and {@link #onClose} hear of; the others are not concerned.
 *
 * <p>Listeners are called on one thread of their own, one after the other. Any thread.
 */
final class BoundedBroadcaster implements SseBroadcaster {
    private static final Logger LOG = System.getLogger(BoundedBroadcaster.class.getName());

    private final EventEncoder encoder;
    private final BroadcastLog log;
    private final Set<BroadcastSink> sinks = ConcurrentHashMap.newKeySet();
    private final Set<Replay> replays = new CopyOnWriteArraySet<>();
    private final List<Consumer<SseEventSink>> closeListeners = new CopyOnWriteArrayList<>();
    private final List<BiConsumer<SseEventSink, Throwable>> errorListeners = new CopyOnWriteArrayList<>();
    private final ForeignSinks foreign;
    private volatile boolean closed;

    BoundedBroadcaster(EventEncoder encoder, BroadcastLog log, ForeignSinks foreign) {
        this.foreign = foreign;
        this.encoder = encoder;
        this.log = log;
    }

    @Override
    public void onError(BiConsumer<SseEventSink, Throwable> listener) {
        requireOpen();
        errorListeners.add(Objects.requireNonNull(listener, "listener must not be null"));
    }

    @Override
    public void onClose(Consumer<SseEventSink> listener) {
        requireOpen();
        closeListeners.add(Objects.requireNonNull(listener, "listener must not be null"));
    }

    @Override
    public void register(SseEventSink sink) {
        requireOpen();
        Objects.requireNonNull(sink, "sink must not be null");
        BroadcastSink ours = foreign.of(sink);
        if (!sinks.add(ours)) {
            return;
        }
        boolean registered = false;
        try {
            connect(ours);
            registered = true;
        } finally {
            if (!registered) {
                sinks.remove(ours);
            }
        }
        ours.onEnd(reason -> ended(ours, reason));
        if (closed) {
            ours.close(); // the broadcaster was closed meanwhile, and may not have seen this sink
        }
    }

    @Override
    public CompletionStage<?> broadcast(OutboundSseEvent event) {
        requireOpen();
        Objects.requireNonNull(event, "event must not be null");
        EventEncoder.Lines lines;
        try {
            lines = encoder.encode(event);
        } catch (IOException | RuntimeException cannotBeWritten) {
            return CompletableFuture.failedStage(cannotBeWritten);
        }
        CompletionStage<?> all = log.append(lines.frame());
        for (Replay replay : replays) {
            all = all.thenCombine(replay.publish(lines), (logged, published) -> published);
        }
        return all;
    }

    @Override
    public void close() {
        close(true);
    }

    @Override
    public void close(boolean cascading) {
        closed = true;
        if (cascading) {
            sinks.forEach(BroadcastSink::close);
        }
    }

    private void connect(BroadcastSink sink) {
        Replay replay = sink.replay();
        if (replay == null) {
            sink.register(log);
        } else {
            // First the topic, then the subscription: what is broadcast in between is there for it.
            replays.add(replay);
            sink.subscribeToReplay(replay);
        }
    }

    private void ended(BroadcastSink sink, CloseReason reason) {
        sinks.remove(sink);
        Throwable failure = failure(reason);
        if (failure != null) {
            errorListeners.forEach(listener -> guarded(() -> listener.accept(sink.sink(), failure)));
        }
        closeListeners.forEach(listener -> guarded(() -> listener.accept(sink.sink())));
    }

    private static @Nullable Throwable failure(CloseReason reason) {
        return switch (reason) {
            case TOO_SLOW -> new IOException("the client reads too slowly, and was disconnected");
            case ERROR -> new IOException("the stream could not be opened, or failed");
            default -> null;
        };
    }

    private static void guarded(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException faulty) {
            LOG.log(Logger.Level.WARNING, "a listener of a broadcaster failed", faulty);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the broadcaster is closed");
        }
    }
}
