package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.jaxrs.foreign.SinkTransport;
import dev.breakwater.sse.jaxrs.stream.BroadcastLog;
import dev.breakwater.sse.jaxrs.stream.SinkStream;
import dev.breakwater.sse.jaxrs.stream.Streams;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A sink that the JAX-RS implementation has made: written to through its own {@code send}, on threads that may block. It is
 * either subscribed to a hub or broadcast to. Any thread.
 */
final class ForeignSink implements BroadcastSink {
    private final SseEventSink sink;
    private final Streams streams;
    private final SinkTransport transport;
    private final Runnable forget;

    // Guarded by this. There is a subscription or a stream, not both.
    private @Nullable Subscription subscription;
    private @Nullable SinkStream stream;

    ForeignSink(SseEventSink sink, Streams streams, SinkTransport transport, Runnable forget) {
        this.forget = forget;
        this.sink = sink;
        this.streams = streams;
        this.transport = transport;
    }

    /**
     * Checks that it is neither subscribed nor registered yet.
     *
     * @throws IllegalStateException if it is
     */
    synchronized void requireUnused() {
        if (subscription != null || stream != null) {
            throw new IllegalStateException("the sink is in use: subscribe it once, and with no broadcaster");
        }
    }

    /**
     * Subscribes the sink to a hub.
     *
     * @throws IllegalStateException if the hub takes no subscription now, or the sink was used before
     */
    synchronized Subscription subscribe(SseHub hub, SubscriptionRequest wanted) {
        requireUnused();
        try {
            Subscription made = hub.subscribe(wanted, () -> transport);
            subscription = made;
            made.closed().thenRun(forget);
            return made;
        } catch (IllegalStateException refused) {
            forget.run();
            throw refused;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public SseEventSink sink() {
        return sink;
    }

    @Override
    public @Nullable Replay replay() {
        return null;
    }

    @Override
    public void subscribeToReplay(Replay replay) {
        throw new IllegalStateException("only a sink of Breakwater's own is replayable by annotation");
    }

    @Override
    public void register(BroadcastLog log) {
        stream().register(log);
    }

    @Override
    public void onEnd(Consumer<CloseReason> listener) {
        Subscription subscribed;
        synchronized (this) {
            subscribed = subscription;
        }
        if (subscribed != null) {
            subscribed.closed().thenAccept(reason -> streams.callBack(() -> listener.accept(reason)));
        } else {
            stream().onEnd(listener);
        }
    }

    @Override
    public void close() {
        stream().close();
    }

    private synchronized SinkStream stream() {
        if (subscription != null) {
            throw new IllegalStateException("the sink is subscribed to a hub: publish to one of its topics instead");
        }
        SinkStream made = stream;
        if (made == null) {
            made = streams.newStream();
            stream = made;
            try {
                made.open(null, transport).closed().thenRun(forget);
            } catch (IllegalStateException refused) {
                forget.run();
                throw refused;
            }
        }
        return made;
    }
}
