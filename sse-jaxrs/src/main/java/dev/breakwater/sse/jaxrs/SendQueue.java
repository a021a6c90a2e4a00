package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.Transport;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What was sent to one client and its connection has not taken yet: bounded, in order, and never waited for. Any thread.
 *
 * <p>The lock is held while the transport is written to, which does not block; stages complete after it is released.
 */
final class SendQueue implements Transport.Signals {
    private static final int MOST_WRITE_BYTES = 32 << 10;

    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    private record Sent(byte[] frame, CompletableFuture<Object> stage) {}

    private final Transport transport;
    private final int mostBytes;

    // Guarded by this.
    private final Queue<Sent> pending = new ArrayDeque<>();
    private int pendingBytes;
    private boolean closed;

    /**
     * A queue in front of a transport, which is to be started with it.
     *
     * @param mostBytes how many bytes may be pending, but for a single event that is larger
     */
    SendQueue(Transport transport, int mostBytes) {
        this.transport = transport;
        this.mostBytes = mostBytes;
    }

    /**
     * Sends a frame as soon as the client takes it. The stage completes when the container has it; it fails if the
     * client is gone, or so slow that the bound is exceeded, and then the stream ends.
     *
     * @throws IllegalStateException if the queue is closed
     */
    CompletionStage<?> send(byte[] frame) {
        Sent sent = new Sent(frame, new CompletableFuture<>());
        List<Runnable> settled = new ArrayList<>();
        boolean overflow;
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("the sink is closed: send nothing after close()");
            }
            pending.add(sent);
            pendingBytes += frame.length;
            drain(settled);
            overflow = pendingBytes > mostBytes && pending.size() > 1;
            if (overflow) {
                closed = true;
                failPending("the client reads too slowly: more than " + mostBytes + " bytes wait for it", settled);
            }
        }
        if (overflow) {
            transport.end();
        }
        settled.forEach(Runnable::run);
        return sent.stage;
    }

    /** Ends the stream after what was sent. */
    void close() {
        boolean end;
        synchronized (this) {
            closed = true;
            end = pending.isEmpty();
        }
        if (end) {
            transport.end();
        }
    }

    /** Whether {@link #send} would refuse. */
    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void writable() {
        List<Runnable> settled = new ArrayList<>();
        boolean end;
        synchronized (this) {
            drain(settled);
            end = closed && pending.isEmpty();
        }
        settled.forEach(Runnable::run);
        if (end) {
            transport.end();
        }
    }

    @Override
    public void ended(CloseReason reason) {
        List<Runnable> settled = new ArrayList<>();
        synchronized (this) {
            closed = true;
            failPending("the stream has ended: " + reason.label(), settled);
        }
        settled.forEach(Runnable::run);
    }

    private void drain(List<Runnable> settled) {
        while (!pending.isEmpty() && transport.isReady()) {
            List<Sent> taken = new ArrayList<>();
            byte[] batch = gather(taken);
            try {
                transport.write(batch, 0, batch.length);
                taken.forEach(sent -> settled.add(() -> sent.stage.complete(null)));
            } catch (IOException clientGone) {
                closed = true;
                taken.forEach(sent -> settled.add(() -> sent.stage.completeExceptionally(clientGone)));
                return;
            }
        }
    }

    /** Takes what one write may have, so that events which have piled up cost one system call. */
    private byte[] gather(List<Sent> taken) {
        int length = 0;
        for (Sent next = pending.peek();
                next != null && (taken.isEmpty() || length + next.frame.length <= MOST_WRITE_BYTES);
                next = pending.peek()) {
            taken.add(pending.remove());
            length += next.frame.length;
        }
        pendingBytes -= length;
        if (taken.size() == 1) {
            return taken.get(0).frame;
        }
        byte[] batch = new byte[length];
        int at = 0;
        for (Sent sent : taken) {
            System.arraycopy(sent.frame, 0, batch, at, sent.frame.length);
            at += sent.frame.length;
        }
        return batch;
    }

    private void failPending(String sentence, List<Runnable> settled) {
        for (Sent sent : pending) {
            settled.add(() -> sent.stage.completeExceptionally(new IOException(sentence)));
        }
        pending.clear();
        pendingBytes = 0;
    }
}
