package dev.breakwater.sse.servlet;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.Transport;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.WriteListener;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A stream over an asynchronous servlet response, written without blocking (Jakarta Servlet 6.0, section 5.7).
 *
 * <p>Two threads meet here, the shard's and the container's, and the lock is held during every call into the container,
 * for Tomcat recycles its response objects: a write that overlaps with the container's own clean-up would end up in
 * another client's response. For the same reason nothing is touched once the stream is over, and a stream that failed
 * under a shard's write is completed in the container's callback only.
 *
 * <pre>
 * STARTING  the container has not called back yet; it owns the response
 * OPEN      the shard may write whenever the container is ready
 * ENDING    to be completed as soon as the container is ready: completing a stalled stream would block on Tomcat.
 *           If the client never reads again, an error comes: it is cut, or the container's write timeout is over
 * FAILED    a write failed; the container is about to say so
 * ENDED     completed; the response is not ours any more
 * </pre>
 */
public final class ServletTransport implements Transport, WriteListener, AsyncListener {
    /** Room for the framing of a chunk. */
    private static final int FRAMING = 16;

    private static final int LEAST_PIECE = 1 << 10;
    private static final byte[] NOTHING = {};

    private enum State {
        STARTING,
        OPEN,
        ENDING,
        FAILED,
        ENDED
    }

    private final AsyncContext async;
    private final ServletOutputStream out;
    private final @Nullable UnbufferedWrite unbuffered;

    /** The most that the container's buffer takes together with its framing. */
    private final int pieceLength;

    private final JettySocket.Remainder rest = new Rest();

    // Guarded by this.
    private State state = State.STARTING;
    private boolean flushDue;
    private boolean hasCut;

    /** What the container has not been given yet of the last write, from {@link #owedAt} to {@link #owedEnd}. */
    private byte[] owed = NOTHING;

    private int owedAt;
    private int owedEnd;

    /** Whether the container has said that it takes more, and nothing was given to it since. */
    private boolean ready;

    /** What goes round the container once it has committed the response, if anything does. */
    private @Nullable JettySocket socket;

    private boolean socketSought;

    /** Whether the socket has not taken all of the last write yet; the container must not write meanwhile. */
    private boolean socketBusy;

    private CloseReason reason = CloseReason.CLIENT_GONE;
    private @Nullable Signals signals;

    /**
     * Takes over a response whose request is in asynchronous mode.
     *
     * @throws IOException if the response has no output stream to give
     */
    public ServletTransport(AsyncContext async) throws IOException {
        this.async = async;
        this.out = async.getResponse().getOutputStream();
        this.unbuffered = UnbufferedWrite.of(out);
        this.pieceLength = Math.max(LEAST_PIECE, async.getResponse().getBufferSize() - FRAMING);
    }

    @Override
    public void start(Signals newSignals) {
        synchronized (this) {
            signals = newSignals;
            async.setTimeout(0);
            async.addListener(this);
            out.setWriteListener(this);
        }
    }

    // The shard's thread.

    @Override
    public synchronized boolean isReady() {
        return state == State.OPEN && !owes() && containerIsReady();
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) throws IOException {
        JettySocket round;
        synchronized (this) {
            if (state != State.OPEN) {
                return false;
            }
            round = socket;
            if (round == null) {
                return writeThroughContainer(bytes, offset, length);
            }
            try {
                socketBusy = true; // first: the end point may call back at once
                socketBusy = !round.write(bytes, offset, length, rest) && socketBusy;
                return !socketBusy;
            } catch (IOException clientGone) {
                // The container does not know yet.
                round.cut();
            }
        }
        complete(CloseReason.CLIENT_GONE);
        throw new EOFException("the client has gone");
    }

    /**
     * Breaks off the stream of a client that does not read: over HTTP/2 that alone, else its connection. The second time it
     * is the connection in any case, which has not even taken the reset. Where the container cannot be told, its own write
     * timeout comes.
     */
    @Override
    public void cut() {
        JettySocket round;
        Closeable connection = null;
        synchronized (this) {
            round = socketBusy ? socket : null;
            if (round == null && state == State.ENDING) {
                // Under the lock, for the request is another one's once this one is over. The container calls back
                // later.
                connection = cutThroughContainer(async.getRequest());
            }
        }
        if (round != null) {
            round.cut();
        }
        if (connection != null) {
            close(connection); // not under the lock: other streams of it are told at once
        }
    }

    /** Returns what is left to be closed. */
    private @Nullable Closeable cutThroughContainer(ServletRequest request) {
        if (hasCut) {
            return JettyRequest.connection(request);
        }
        hasCut = true;
        IOException why = new SocketTimeoutException("the client does not read");
        JettyRequest.fail(request, why);
        TomcatRequest.fail(request, why);
        return null;
    }

    private static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException alreadyBroken) {
            // As it is to be.
        }
    }

    private boolean writeThroughContainer(byte[] bytes, int offset, int length) throws IOException {
        try {
            if (unbuffered != null) {
                return writeUnbuffered(unbuffered, ByteBuffer.wrap(bytes, offset, length));
            }
            owed = bytes;
            owedAt = offset;
            owedEnd = offset + length;
            return writeOwed();
        } catch (IOException clientGone) {
            state = State.FAILED;
            throw clientGone;
        }
    }

    @Override
    public void end() {
        boolean ended = false;
        synchronized (this) {
            if (state == State.STARTING || state == State.OPEN) {
                ended = state == State.OPEN && completeIfReady();
                state = ended ? State.ENDED : State.ENDING;
            }
        }
        if (ended) {
            tellEnded();
        }
    }

    // The container's threads.

    @Override
    public void onWritePossible() {
        boolean ended = false;
        synchronized (this) {
            if (state == State.STARTING) {
                state = State.OPEN;
            }
            try {
                if (state == State.OPEN || state == State.ENDING) {
                    writeOwed();
                }
                ended = state == State.ENDING && completeIfReady();
            } catch (IOException clientGone) {
                state = State.FAILED; // onError comes
                return;
            }
        }
        if (ended) {
            tellEnded();
        } else {
            tellWritable();
        }
    }

    @Override
    public void onError(Throwable failure) {
        complete(failure);
    }

    @Override
    public void onError(AsyncEvent event) {
        complete(event.getThrowable());
    }

    /** There is none: a container that has one all the same (Tomcat) is about to take the application away. */
    @Override
    public void onTimeout(AsyncEvent event) {
        complete(CloseReason.SERVER);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        synchronized (this) {
            state = State.ENDED;
        }
        tellEnded();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Nobody starts another cycle of a response that is ours.
    }

    private boolean writeUnbuffered(UnbufferedWrite container, ByteBuffer bytes) throws IOException {
        ready = false;
        container.write(out, bytes);
        if (!containerIsReady()) {
            return false;
        }
        if (!socketSought && signals != null && signals.cutsStalled()) {
            socketSought = true; // that write has committed the response
            socket = JettySocket.under(async.getRequest());
        }
        return true;
    }

    /** Asks only if the answer may have changed: Jetty takes two locks to give it. */
    private boolean containerIsReady() {
        if (socketBusy) {
            return false;
        }
        if (!ready) {
            ready = out.isReady();
        }
        return ready;
    }

    private boolean owes() {
        return flushDue || owedAt < owedEnd;
    }

    /**
     * Gives the container what is owed, in pieces that its buffer holds, each flushed at once. What is larger Tomcat passes on
     * to the socket's buffer, leaves its end there, and has its poller and one more thread send that.
     *
     * @return whether it takes more
     */
    private boolean writeOwed() throws IOException {
        boolean more = flushDue ? flush() : containerIsReady();
        while (more && owedAt < owedEnd) {
            int length = Math.min(pieceLength, owedEnd - owedAt);
            ready = false;
            flushDue = true;
            out.write(owed, owedAt, length);
            owedAt += length;
            more = flush();
        }
        if (!owes()) {
            owed = NOTHING;
        }
        return more;
    }

    /** Flushes what was written, if the container is ready; asks it once more, or Tomcat would not call for the rest. */
    private boolean flush() throws IOException {
        if (!containerIsReady()) {
            return false;
        }
        flushDue = false;
        ready = false;
        out.flush();
        return containerIsReady();
    }

    private boolean completeIfReady() {
        if (owes() || !containerIsReady()) {
            return false;
        }
        state = State.ENDED;
        async.complete();
        return true;
    }

    /** A timeout fires only while something waits to be written: the client does not read. */
    private void complete(@Nullable Throwable failure) {
        complete(isTimeout(failure) ? CloseReason.TOO_SLOW : CloseReason.CLIENT_GONE);
    }

    private void complete(CloseReason why) {
        synchronized (this) {
            if (state == State.ENDED) {
                return;
            }
            state = State.ENDED;
            reason = why;
            try {
                async.complete();
            } catch (IllegalStateException alreadyCompleted) {
                // The container got there first, which is all the same.
            }
        }
        tellEnded();
    }

    private static boolean isTimeout(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TimeoutException || cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private void tellWritable() {
        Signals told;
        synchronized (this) {
            told = signals;
        }
        if (told != null) {
            told.writable();
        }
    }

    /** What the socket had not taken at once. */
    private final class Rest implements JettySocket.Remainder {
        @Override
        public void taken() {
            boolean ended;
            synchronized (ServletTransport.this) {
                socketBusy = false;
                ended = state == State.ENDING && completeIfReady();
            }
            if (ended) {
                tellEnded();
            } else {
                tellWritable();
            }
        }

        @Override
        public void failed(Throwable failure) {
            complete(failure);
        }
    }

    /** Told twice if the container calls back after us; the first time counts. */
    private void tellEnded() {
        Signals told;
        CloseReason why;
        synchronized (this) {
            told = signals;
            why = reason;
        }
        if (told != null) {
            told.ended(why);
        }
    }
}
