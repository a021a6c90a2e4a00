package dev.breakwater.sse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.event.EventStreamParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A client that reads when the test lets it. Like a servlet response it says that it is writable once it has started,
 * and like one that a socket's buffer has filled it goes on reading the bytes of its last write until it is unblocked.
 *
 * <p>It watches the contract of {@link Transport}: what is called out of turn is found by {@link #stream}.
 */
public final class FakeTransport implements Transport {
    private final List<String> breaches = new CopyOnWriteArrayList<>();
    private final List<Integer> writes = new ArrayList<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private @Nullable Signals signals;
    private boolean blocked;
    private boolean startsBlocked;
    private boolean endHangs;
    private boolean ended;
    private int ends;
    private @Nullable Thread writer;
    private @Nullable Throwable writeFailure;
    private @Nullable RuntimeException readyFailure;
    private @Nullable Throwable startFailure;
    private @Nullable Throwable endFailure;
    private byte @Nullable [] reading;
    private int readingFrom;
    private int readingLength;

    // What the test tells it to do.

    /** A client that takes nothing for a start. */
    public static FakeTransport thatStartsBlocked() {
        FakeTransport transport = new FakeTransport();
        transport.startsBlocked = true;
        transport.blocked = true;
        return transport;
    }

    public static FakeTransport thatFailsToStart(Throwable failure) {
        FakeTransport transport = new FakeTransport();
        transport.startFailure = failure;
        return transport;
    }

    /** Takes no more; the write that is next still goes in, as into a buffer, and is read later. */
    public synchronized void block() {
        blocked = true;
    }

    /** Reads what was written last, and can take more. */
    public void unblock() {
        synchronized (this) {
            blocked = false;
            readPending();
        }
        tell().writable();
    }

    /** Reads what was written last, but does not take more than one further write. */
    public void readOne() {
        synchronized (this) {
            readPending();
        }
        tell().writable();
    }

    /** Says that it can take more, though it may not be so. */
    public void signalWritable() {
        tell().writable();
    }

    public void failWrites(Throwable failure) {
        synchronized (this) {
            writeFailure = failure;
        }
    }

    public synchronized void failReady(RuntimeException failure) {
        readyFailure = failure;
    }

    public synchronized void failEnd(Throwable failure) {
        endFailure = failure;
    }

    /** Does not give its connection back when it is to end, but only when {@link #giveBack} says so. */
    public synchronized FakeTransport hangingAtTheEnd() {
        endHangs = true;
        return this;
    }

    public void giveBack(CloseReason reason) {
        synchronized (this) {
            ended = true;
        }
        tell().ended(reason);
    }

    // What it has seen.

    /** The stream as the client has read it so far. */
    public synchronized EventStreamParser.Stream stream() {
        assertThat(breaches).as("breaches of the transport's contract").isEmpty();
        return EventStreamParser.parse(received.toByteArray());
    }

    /** The bytes that the client has read so far. */
    public synchronized String text() {
        return received.toString(StandardCharsets.UTF_8);
    }

    public List<String> data() {
        return stream().data();
    }

    /** The bytes of each write. */
    public synchronized List<Integer> writes() {
        return List.copyOf(writes);
    }

    public synchronized int ends() {
        return ends;
    }

    public synchronized @Nullable Thread writer() {
        return writer;
    }

    // The transport.

    @Override
    public void start(Signals newSignals) {
        synchronized (this) {
            breachIf(signals != null, "started twice");
            throwIf(startFailure);
            signals = newSignals;
        }
        if (!startsBlocked) {
            newSignals.writable();
        }
    }

    @Override
    public synchronized boolean isReady() {
        breachIf(signals == null, "asked before it was started");
        if (readyFailure != null) {
            throw readyFailure;
        }
        return reading == null && !(blocked && startsBlocked && writes.isEmpty());
    }

    @Override
    public synchronized boolean write(byte[] bytes, int offset, int length) throws IOException {
        breachIf(signals == null, "written to before it was started");
        breachIf(ended || ends > 0, "written to after its end");
        breachIf(reading != null, "written to while not ready");
        breachIf(length <= 0, "written to with nothing to write");
        if (writeFailure instanceof IOException clientGone) {
            throw clientGone;
        }
        throwIf(writeFailure);
        writer = Thread.currentThread();
        writes.add(length);
        if (blocked) {
            reading = bytes;
            readingFrom = offset;
            readingLength = length;
            return false;
        }
        received.write(bytes, offset, length);
        return true;
    }

    @Override
    public void end() {
        synchronized (this) {
            breachIf(signals == null, "ended before it was started");
            breachIf(ends > 0, "ended twice");
            ends++;
            throwIf(endFailure);
            if (endHangs || ended) {
                return;
            }
            ended = true;
        }
        tell().ended(CloseReason.SERVER);
    }

    private void readPending() {
        if (reading != null) {
            received.write(reading, readingFrom, readingLength);
            reading = null;
        }
    }

    private synchronized Signals tell() {
        if (signals == null) {
            throw new IllegalStateException("not started");
        }
        return signals;
    }

    private void breachIf(boolean breach, String what) {
        if (breach) {
            breaches.add(what);
        }
    }

    private static void throwIf(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }
}
