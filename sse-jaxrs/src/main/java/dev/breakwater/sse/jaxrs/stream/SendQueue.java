package dev.breakwater.sse.jaxrs.stream;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What was sent to one client alone and its connection has not taken yet: bounded, in order. Any thread. */
final class SendQueue {
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Sent(long stamp, byte[] frame, CompletableFuture<Object> stage) {}

    private final Streams streams;
    private final int mostBytes;

    // Guarded by this.
    private final ArrayDeque<Sent> pending = new ArrayDeque<>(2);
    private long pendingBytes;
    private boolean accepting = true;
    private boolean early = true;
    private long closeStamp = Long.MAX_VALUE;

    SendQueue(Streams streams, int mostBytes) {
        this.streams = streams;
        this.mostBytes = mostBytes;
    }

    /** Thrown up to whoever sends when the bound is exceeded: the stream must end. */
    static final class FullException extends Exception {
        private static final long serialVersionUID = 1L;

        private FullException(int mostBytes) {
            super("the client reads too slowly: more than " + mostBytes + " bytes wait for it");
        }
    }

    /**
     * Takes a frame. What is sent before the response has begun counts as sent at once: the resource method that sends it
     * may wait for that, and the response begins only when the method has returned.
     *
     * @throws IllegalStateException if the queue is closed
     */
    CompletionStage<?> add(byte[] frame) throws FullException {
        CompletableFuture<Object> stage = new CompletableFuture<>();
        boolean sent;
        synchronized (this) {
            if (!accepting) {
                throw new IllegalStateException("the sink is closed: send nothing after close()");
            }
            if (!pending.isEmpty() && pendingBytes + frame.length > mostBytes) {
                accepting = false;
                throw new FullException(mostBytes);
            }
            pending.add(new Sent(streams.nextStamp(), frame, stage));
            pendingBytes += frame.length;
            sent = early;
        }
        if (sent) {
            stage.complete(null);
        }
        return stage;
    }

    /** From now on stages complete when the container has the bytes. */
    synchronized void responseBegins() {
        early = false;
    }

    /** Accepts no more; what was sent or broadcast until now still goes out. Returns whether it was open. */
    synchronized boolean close() {
        boolean wasOpen = accepting;
        accepting = false;
        if (closeStamp == Long.MAX_VALUE) {
            closeStamp = streams.horizon();
        }
        return wasOpen;
    }

    /** The last stamp that still goes out. */
    synchronized long closeStamp() {
        return closeStamp;
    }

    synchronized boolean isClosed() {
        return !accepting;
    }

    synchronized boolean isHalfFull() {
        return pendingBytes > mostBytes / 2;
    }

    synchronized int size() {
        return pending.size();
    }

    synchronized boolean isEmpty() {
        return pending.isEmpty();
    }

    synchronized @Nullable Sent peek() {
        return pending.peek();
    }

    /** Takes what {@link #peek} has shown. Only for the one thread that takes. */
    synchronized void remove() {
        pendingBytes -= pending.remove().frame.length;
    }

    /** Fails all that waits, and accepts no more. */
    void fail(String sentence) {
        List<Sent> failed;
        synchronized (this) {
            accepting = false;
            failed = new ArrayList<>(pending);
            pending.clear();
            pendingBytes = 0;
        }
        List<Sent> waiting =
                failed.stream().filter(sent -> !sent.stage.isDone()).toList();
        if (!waiting.isEmpty()) {
            IOException failure = new IOException(sentence);
            streams.callBack(() -> waiting.forEach(sent -> sent.stage.completeExceptionally(failure)));
        }
    }
}
