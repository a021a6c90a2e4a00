package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.jaxrs.stream.BroadcastLog;
import dev.breakwater.sse.jaxrs.stream.Frame;
import dev.breakwater.sse.jaxrs.stream.SinkStream;
import dev.breakwater.sse.jaxrs.stream.Streams;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.Flushable;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A sink that never blocks who sends. It is either subscribed to a hub, which then delivers to it, or sent and broadcast
 * to. Any thread.
 *
 * <p>An application may keep it for as long as the stream is open, and thousands of them: so all that is needed only
 * until the response is ours is in the {@link StreamRequest}, which is let go of then.
 */
final class NonBlockingSink implements SseEventSink, Flushable, BroadcastSink {
    private final Streams streams;
    private final EventEncoder encoder;
    private final DeferredTransport transport;
    private final @Nullable Replay replay;
    private volatile boolean closed;

    // Guarded by this. There is a subscription or a stream, not both.
    private @Nullable StreamRequest request;
    private @Nullable Subscription subscription;
    private @Nullable SinkStream stream;

    NonBlockingSink(
            Streams streams,
            StreamRequest request,
            DeferredTransport transport,
            EventEncoder encoder,
            @Nullable Replay replay) {
        this.streams = streams;
        this.request = request;
        this.transport = transport;
        this.encoder = encoder;
        this.replay = replay;
    }

    /**
     * Subscribes the sink to a hub.
     *
     * @throws ComeBackException if the hub lets the client not in now
     * @throws IllegalStateException if the resource method has returned, or the sink was used before
     */
    synchronized Subscription subscribe(SseHub hub, SubscriptionRequest wanted) {
        StreamRequest asked = requestInProgress();
        if (stream != null || subscription != null) {
            throw new IllegalStateException("the sink is in use: subscribe it once, and before anything is sent to it");
        }
        asked.requireAdmission(hub);
        try {
            Subscription made = hub.subscribe(asked.named(wanted), () -> transport);
            subscription = made;
            asked.opened(made);
            return made;
        } catch (IllegalStateException refused) {
            throw asked.refusal(hub, refused);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The id that the client wants to continue after, or null if it names none.
     *
     * @throws IllegalStateException if the resource method has returned
     */
    synchronized @Nullable String lastEventId() {
        return requestInProgress().lastEventId();
    }

    @Override
    public SseEventSink sink() {
        return this;
    }

    @Override
    public @Nullable Replay replay() {
        return replay;
    }

    @Override
    public void register(BroadcastLog log) {
        stream().register(log);
    }

    @Override
    public synchronized void subscribeToReplay(Replay replayable) {
        if (subscription == null) {
            subscribe(replayable.hub(), replayable.request(lastEventId()));
        }
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

    /** Called by Jersey when the resource method has returned normally. */
    @Override
    public void flush() {
        StreamRequest ended;
        boolean sentTo;
        synchronized (this) {
            ended = request;
            if (ended == null) {
                return;
            }
            if (replay != null && stream == null) {
                subscribeToReplay(replay);
            }
            sentTo = subscription == null;
            if (sentTo) {
                open(stream(), ended);
            }
            request = null;
        }
        ended.handOver(transport, sentTo);
    }

    private void open(SinkStream sentTo, StreamRequest asked) {
        try {
            asked.opened(sentTo.open(asked.client(), transport));
        } catch (IllegalStateException refused) {
            throw asked.refusal(streams.hub(), refused);
        }
    }

    /** Called when Jersey has answered: with our stream, or with an error instead of it. */
    void abandon() {
        transport.abandon(CloseReason.ERROR);
        SinkStream sentTo;
        synchronized (this) {
            sentTo = stream;
        }
        if (sentTo != null) {
            sentTo.abandon(CloseReason.ERROR);
        }
    }

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
        Objects.requireNonNull(event, "event must not be null");
        SinkStream to = stream();
        if (isClosed()) {
            throw new IllegalStateException("the sink is closed: send nothing after close()");
        }
        Frame frame;
        try {
            frame = encoder.encode(event).frame();
        } catch (IOException | RuntimeException cannotBeWritten) {
            return CompletableFuture.failedStage(cannotBeWritten);
        }
        return to.send(frame);
    }

    @Override
    public void close() {
        closed = true;
        Subscription subscribed;
        SinkStream sentTo;
        synchronized (this) {
            subscribed = subscription;
            sentTo = subscribed == null ? stream() : null;
        }
        if (subscribed != null) {
            subscribed.close();
        } else if (sentTo != null) {
            sentTo.close();
        }
    }

    @Override
    public boolean isClosed() {
        if (closed || transport.isOver()) {
            return true;
        }
        synchronized (this) {
            return stream != null && stream.isClosed();
        }
    }

    private StreamRequest requestInProgress() {
        if (request == null) {
            throw new IllegalStateException("the sink can be subscribed only before its resource method returns");
        }
        return request;
    }

    private synchronized SinkStream stream() {
        if (subscription != null) {
            throw new IllegalStateException("the sink is subscribed to a hub: publish to one of its topics instead");
        }
        SinkStream made = stream;
        if (made == null) {
            made = streams.newStream();
            stream = made;
        }
        return made;
    }
}
