package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.ResourceCounters;
import dev.breakwater.sse.delivery.Transport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A transport that exists before its response is ours: it takes nothing until it is {@linkplain #connect connected}.
 *
 * <p>The resource method decides that there will be a stream, but the response is Jersey's until the method has returned
 * and the response filters have run; and an exception on the way there must still become a proper answer.
 *
 * <pre>
 * WAITING    the response is Jersey's
 * CONNECTED  passes everything on, both ways
 * OVER       the stream has ended, or will never begin
 * </pre>
 */
final class DeferredTransport implements Transport, Transport.Signals {
    private final ResourceCounters counters;

    private enum State {
        WAITING,
        CONNECTED,
        OVER
    }

    /** Set once; kept when the stream is over, for it knows by itself that it takes nothing any more. */
    private volatile @Nullable Transport target;

    /** Set once, before the response is connected. */
    private volatile @Nullable Signals owner;

    // Guarded by this.
    private State state = State.WAITING;
    private boolean endWanted;

    DeferredTransport(ResourceCounters counters) {
        this.counters = counters;
    }

    // What the stream's owner calls.

    @Override
    public void start(Signals signals) {
        owner = signals;
    }

    @Override
    public boolean isReady() {
        Transport to = target;
        return to != null && to.isReady();
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) throws IOException {
        Transport to = target;
        if (to == null) {
            return false;
        }
        counters.countWrite(length);
        return to.write(bytes, offset, length);
    }

    @Override
    public void end() {
        Transport to;
        synchronized (this) {
            endWanted = true;
            to = target;
        }
        if (to != null) {
            to.end();
        }
    }

    @Override
    public void cut() {
        Transport to = target;
        if (to != null) {
            to.cut();
        }
    }

    // What the side of the response calls.

    /** Goes to work on a response, unless it was {@linkplain #abandon abandoned}. Only when {@link #start started}. */
    void connect(Factory response) throws IOException {
        Transport connected;
        boolean end;
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            connected = response.open();
            target = connected;
            state = State.CONNECTED;
            end = endWanted;
        }
        try {
            connected.start(this);
        } catch (RuntimeException failed) {
            ended(CloseReason.ERROR);
            throw failed;
        }
        if (end) {
            connected.end();
        }
    }

    /** Says that there will be no stream, unless there is one already. */
    void abandon(CloseReason reason) {
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.OVER;
        }
        ended(reason);
    }

    /** Whether the connection was given back, or there will never be one. */
    synchronized boolean isOver() {
        return state == State.OVER;
    }

    @Override
    public boolean cutsStalled() {
        Signals told = owner;
        return told != null && told.cutsStalled();
    }

    @Override
    public void writable() {
        Signals told = owner;
        if (told != null) {
            told.writable();
        }
    }

    @Override
    public void ended(CloseReason reason) {
        synchronized (this) {
            state = State.OVER;
        }
        Signals told = owner;
        if (told != null) {
            told.ended(reason);
        }
    }
}
