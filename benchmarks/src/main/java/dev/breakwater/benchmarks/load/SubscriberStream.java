package dev.breakwater.benchmarks.load;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/** One subscriber's connection. Owned by the selector thread. */
final class SubscriberStream {
    enum State {
        /** The connection is being made, or the answer's head has not come. */
        OPENING,
        /** Was told to come back later, and holds its connection for that. */
        DEFERRED,
        /** Being read. */
        OPEN,
        /** Has its head, and is not read any more. */
        STALLED,
        /** Ended by either side. */
        CLOSED
    }

    private static final int STALLED_RECEIVE_BUFFER = 4096;

    final boolean stalls;
    private final int path;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final SequenceCheck check;
    private final EventParser events;
    private final StreamDecoder response;
    private State state = State.OPENING;
    private long dueAt;

    SubscriberStream(Selector selector, Audience audience, int index, boolean stalls, Tally tally) throws IOException {
        this.stalls = stalls;
        path = index % audience.paths().size();
        check = new SequenceCheck(tally, path + 1L, audience.paths().size());
        events = new EventParser(check, tally);
        response = audience.protocol().decoder(events);
        channel = SocketChannel.open();
        channel.configureBlocking(false);
        // A reset at the end leaves no port behind in TIME_WAIT.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        if (stalls) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, STALLED_RECEIVE_BUFFER);
        }
        key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        channel.connect(audience.server());
    }

    State state() {
        return state;
    }

    /** Which of the audience's paths is its own. */
    int path() {
        return path;
    }

    boolean isBehind(long published) {
        return check.isBehind(published);
    }

    /** When a deferred stream is to ask again ({@link RunClock}). */
    long dueAt() {
        return dueAt;
    }

    /** When its client is to come back if the stream ends, as the server told it last, in milliseconds. */
    long retryMillis() {
        return events.retryMillis();
    }

    void connected(ByteBuffer request) throws IOException {
        channel.finishConnect();
        ask(request);
    }

    void ask(ByteBuffer request) throws IOException {
        state = State.OPENING;
        send(request);
        key.interestOps(SelectionKey.OP_READ);
    }

    private void send(ByteBuffer bytes) throws IOException {
        if (bytes.hasRemaining() && channel.write(bytes) < bytes.limit()) {
            throw new IOException("the socket did not take " + bytes.limit() + " bytes at once");
        }
    }

    /** Reads once, as much as the buffer takes; the number of bytes, or -1 at the end. */
    int read(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    /** Looks at what was read; the state after it. */
    State decode(ByteBuffer buffer, int length) throws IOException {
        response.decode(buffer, 0, length);
        send(response.owed());
        if (state == State.OPENING && response.headComplete()) {
            if (response.status() != 200) {
                throw new IOException("a subscriber was answered " + response.status() + " instead of 200");
            }
            if (!response.lengthIsKnown()) {
                state = stalls ? State.STALLED : State.OPEN;
            }
            if (state == State.STALLED) {
                key.interestOps(0);
            }
        }
        if (response.ended()) {
            if (state != State.OPENING) {
                throw new IOException("the server ended the response");
            }
            state = State.DEFERRED;
            dueAt = RunClock.now() + TimeUnit.MILLISECONDS.toNanos(events.retryMillis());
            response.next();
        }
        return state;
    }

    void close() {
        state = State.CLOSED;
        try {
            channel.close();
        } catch (IOException alreadyGone) {
            // There is nothing left to close.
        }
    }
}
