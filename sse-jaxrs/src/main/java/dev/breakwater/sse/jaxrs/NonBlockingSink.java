package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.Flushable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A sink that never blocks who sends. It is either subscribed to a hub, which then delivers to it, or sent to. Any
 * thread.
 *
 * <p>An application may keep it for as long as the stream is open, and thousands of them: so all that is needed only
 * until the response is ours is in the {@link StreamRequest}, which is let go of then.
 */
final class NonBlockingSink implements SseEventSink, Flushable {
    /** How much may wait for a client that is sent to, in bytes. */
    static final int MOST_PENDING_BYTES = 256 << 10;

    /** A comment, which takes the headers along: a client should know at once that the stream is open. */
    private static final byte[] HELLO = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final EventWriter writer;
    private final DeferredTransport transport;

    private volatile boolean closed;

    // Guarded by this. There is a subscription or a queue, not both.
    private @Nullable StreamRequest request;
    private @Nullable Subscription subscription;
    private @Nullable SendQueue queue;

    NonBlockingSink(StreamRequest request, DeferredTransport transport, EventWriter writer) {
        this.request = request;
        this.transport = transport;
        this.writer = writer;
    }

    /**
     * Subscribes the sink to a hub.
     *
     * @throws ComeBackException if the hub lets the client not in now
     * @throws IllegalStateException if the resource method has returned, or the sink was used before
     */
    synchronized Subscription subscribe(SseHub hub, SubscriptionRequest wanted) {
        StreamRequest asked = requestInProgress();
        if (queue != null || subscription != null) {
            throw new IllegalStateException("the sink is in use: subscribe it once, and before anything is sent to it");
        }
        asked.requireAdmission(hub);
        try {
            Subscription made = hub.subscribe(asked.named(wanted), () -> transport);
            subscription = made;
            asked.replaceBy(made);
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

    /** Called by Jersey when the resource method has returned normally. */
    @Override
    public void flush() {
        StreamRequest ended;
        synchronized (this) {
            ended = request;
            request = null;
            if (subscription == null) {
                queue();
            }
        }
        if (ended != null) {
            ended.handOver(transport);
        }
    }

    @Override
    public CompletionStage<?> send(OutboundSseEvent event) {
        SendQueue to;
        synchronized (this) {
            if (subscription != null) {
                throw new IllegalStateException(
                        "the sink is subscribed to a hub: publish to one of its topics instead");
            }
            to = queue();
        }
        byte[] frame;
        try {
            frame = writer.write(event);
        } catch (IOException | RuntimeException cannotBeWritten) {
            return CompletableFuture.failedStage(cannotBeWritten);
        }
        return to.send(frame);
    }

    @Override
    public void close() {
        closed = true;
        Subscription subscribed;
        SendQueue sentTo;
        synchronized (this) {
            subscribed = subscription;
            sentTo = subscribed == null ? queue() : null;
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
            return queue != null && queue.isClosed();
        }
    }

    private StreamRequest requestInProgress() {
        if (request == null) {
            throw new IllegalStateException("the sink can be subscribed only before its resource method returns");
        }
        return request;
    }

    private SendQueue queue() {
        SendQueue made = queue;
        if (made == null) {
            made = new SendQueue(transport, MOST_PENDING_BYTES);
            transport.start(made);
            made.send(HELLO);
            queue = made;
        }
        return made;
    }
}
