package dev.breakwater.sse.delivery;

import dev.breakwater.sse.event.ControlFrames;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream on a shard, whatever it delivers: when it may write, what time alone makes due, how it ends. Its
 * shard's thread alone touches it; others send it signals. {@link StreamSubscription} reads the log, {@link FeedStream} what
 * an application feeds it.
 *
 * <pre>
 * STARTING  posted to its shard, which has not seen it yet
 * OPEN      delivers
 * ENDING    has left what it delivers; the transport ends the stream when it can, and is cut if it cannot for the write
 *           timeout, and once more after each further one
 * ENDED     the connection is given back
 * </pre>
 */
abstract class ShardStream extends Signalled implements Subscription, Transport.Signals {
    /** The first bit that subclasses may have for signals of their own. */
    static final int FIRST_OF_SUBCLASS = 32;

    private static final int STARTED = 1;
    private static final int WRITABLE = 2;
    private static final int CLOSE = 4;
    private static final int TRANSPORT_ENDED = 8;
    private static final int REPLACE = 16;

    /** How long a stream that is to leave may go on, for what is there for it. */
    private static final long LEAVING_NANOS = 5_000_000_000L;

    private enum State {
        STARTING,
        OPEN,
        ENDING,
        ENDED
    }

    final Deadlines deadlines;
    private final Transport transport;
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    /** Why the transport ended, as it said first; set before {@link #TRANSPORT_ENDED} is posted. */
    private final AtomicReference<@Nullable CloseReason> transportReason = new AtomicReference<>();

    // The shard's thread only, from here on.
    private State state = State.STARTING;
    private @Nullable CloseReason reason;

    /** The server's own blocks that go out before the next events, or null. */
    private byte @Nullable [] control;

    /** Whether the transport takes nothing until it says otherwise; at first it does not. */
    private boolean blocked = true;

    private boolean pending;

    /** Whether it has had its first turn. */
    private boolean greeted;

    private final long startedAt;

    /** When the client is to come back after a drain, or null if it is to stay. */
    private @Nullable Supplier<Duration> drainRetry;

    /** Why the stream is about to end, once its time has come: after what is there for it. */
    private @Nullable CloseReason leaving;

    ShardStream(Shard shard, Transport transport) {
        super(shard, STARTED);
        this.startedAt = shard.settings().nanoTime().getAsLong();
        this.deadlines = new Deadlines(shard);
        this.transport = transport;
    }

    // What subclasses deliver. The shard's thread.

    /** Takes signals of the subclass's own. */
    abstract void takeMore(int taken);

    /** Begins, once, when the stream is open. */
    abstract void join();

    /** Lets go of what {@link #join} has taken: nothing more will be written. Once at most, and only after that. */
    abstract void leave(CloseReason why);

    /** Writes once, as much as one write may have, and becomes pending again if more is waiting. */
    abstract void deliver(long horizon);

    /** Whether the client has been given all that there is. */
    abstract boolean hasAll();

    /** Whether a client that takes nothing now must be ended, because it is about to lose what may not be skipped. */
    abstract boolean isOvertaken();

    /** What is written to a client that was silent for long. */
    abstract byte[] heartbeat();

    /** It is time to tell a client when to come back that was never silent long enough for a heartbeat. */
    abstract void tellRetry();

    /** Whether what comes next is history, of which only a few clients read at a time. */
    abstract boolean readsHistory();

    /** How many events the client is behind. */
    abstract long lag();

    /** The position of what the client will get next, or the largest there is if nothing waits or the client is stalled. */
    abstract long nextPosition();

    /** The transport does not read any more what it was given. */
    abstract void connectionGiven();

    // Any thread.

    @Override
    public void close() {
        signal(CLOSE);
    }

    @Override
    public void replace() {
        signal(REPLACE);
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return closed.minimalCompletionStage();
    }

    @Override
    public void writable() {
        signal(WRITABLE);
    }

    @Override
    public boolean cutsStalled() {
        return true;
    }

    @Override
    public void ended(CloseReason why) {
        transportReason.compareAndSet(null, why);
        signal(TRANSPORT_ENDED);
    }

    /** Starts the transport and hands the stream to its shard, with all that was signalled meanwhile. */
    void start() {
        transport.start(this);
        post();
    }

    // The shard's thread.

    @Override
    final void take(int taken) {
        if ((taken & STARTED) != 0 && state == State.STARTING) {
            open();
        }
        if ((taken & WRITABLE) != 0) {
            blocked = false;
            becomePending();
        }
        takeMore(taken);
        if ((taken & CLOSE) != 0) {
            end(CloseReason.APPLICATION);
        }
        if ((taken & REPLACE) != 0) {
            end(CloseReason.REPLACED);
        }
        if ((taken & TRANSPORT_ENDED) != 0) {
            transportEnded();
        }
    }

    private void open() {
        state = State.OPEN;
        deadlines.begin();
        join();
        scheduleTimer();
        becomePending();
        shard.opened(this);
    }

    final boolean isOpen() {
        return state == State.OPEN;
    }

    /** There is more to deliver. */
    final void grew() {
        if (!blocked) {
            becomePending();
        } else if (state == State.OPEN && isOvertaken()) {
            end(CloseReason.TOO_SLOW);
        }
    }

    final void becomePending() {
        if (pending || state != State.OPEN) {
            return;
        }
        if (greeted) {
            pending = true;
            shard.enqueue(this, readsHistory());
        } else if (!blocked) {
            pending = true;
            shard.enqueueNewcomer(this);
        }
    }

    /** When its client was let in, in nanoseconds. */
    final long startedAt() {
        return startedAt;
    }

    /** Since its client was let in, in nanoseconds. */
    private long age() {
        return shard.settings().nanoTime().getAsLong() - startedAt;
    }

    /** Whether its client will get something if it is delivered to now. */
    final boolean takesBytes() {
        try {
            return state == State.OPEN && !blocked && transport.isReady();
        } catch (RuntimeException fault) {
            return false; // whoever delivers meets with it again, and ends the stream
        }
    }

    /** Whether something may be written now, in the pass that this stream was pending for. */
    final boolean beginsToDeliver() {
        pending = false;
        boolean begins = state == State.OPEN && !blocked && !isBlocked();
        if (begins && !greeted) {
            greeted = true;
            StreamOpened.record(age());
        }
        return begins;
    }

    final boolean hasControl() {
        return control != null;
    }

    final byte @Nullable [] takeControl() {
        byte[] block = control;
        control = null;
        return block;
    }

    /** Has a block of the server's own go out before the next events, after others. */
    final void tell(byte[] block) {
        replaceControl(control == null ? block : joined(control, block));
    }

    /** Has a block of the server's own go out before the next events, instead of others. */
    final void replaceControl(byte[] block) {
        control = block;
        becomePending();
    }

    /** Returns whether more can be written at once. */
    final boolean writeToTransport(byte[] bytes, int offset, int length) throws IOException {
        deadlines.wrote();
        shard.counters().writes.increment();
        shard.counters().bytes.add(length);
        boolean ready = transport.write(bytes, offset, length);
        if (!ready) {
            block();
        }
        return ready;
    }

    private boolean isBlocked() {
        if (!transport.isReady()) {
            block();
        }
        return blocked;
    }

    private void block() {
        blocked = true;
        deadlines.blocked();
        scheduleTimer();
    }

    /** Whether the client has taken nothing for so long that nobody should wait for it. */
    final boolean isStalled() {
        return blocked && deadlines.isStalled();
    }

    // Timers: one for each stream, set for whatever comes first.

    final void onTimer() {
        if (state == State.ENDING) {
            transport.cut();
            scheduleCut();
        }
        if (state != State.OPEN) {
            return;
        }
        if (deadlines.isLifeOver()) {
            beginToLeave();
        } else if (blocked) {
            if (deadlines.isTooSlow() || isOvertaken()) {
                end(CloseReason.TOO_SLOW);
            }
        } else if (deadlines.isHeartbeatDue() && control == null) {
            shard.counters().heartbeats.increment();
            tell(heartbeat());
            deadlines.heartbeatWritten();
        } else if (deadlines.isRetryDue() && control == null) {
            tellRetry();
        }
        if (state == State.OPEN) {
            scheduleTimer();
        }
    }

    private void scheduleTimer() {
        shard.timers().schedule(this, deadlines.next(blocked));
    }

    // The end.

    /** Has the stream leave at a time, unless its life ends sooner; what its client is told is asked for then. */
    final void drainAt(long when, Supplier<Duration> retry) {
        if (state == State.OPEN && leaving == null) {
            if (drainRetry == null) {
                deadlines.endLifeBy(when);
            } else {
                deadlines.endLifeAt(when);
            }
            drainRetry = retry;
            scheduleTimer();
        }
    }

    /** Has the stream stay after all, if it is not about to end already. */
    final void stay() {
        if (state == State.OPEN && leaving == null && drainRetry != null) {
            drainRetry = null;
            deadlines.drawEndOfLife();
            scheduleTimer();
        }
    }

    /** Tells the client when to come back, and ends the stream when it has what is there for it; or, late, at once. */
    private void beginToLeave() {
        if (leaving != null) {
            end(leaving);
            return;
        }
        Supplier<Duration> retry = drainRetry;
        leaving = retry != null ? CloseReason.DRAINED : CloseReason.MAX_AGE;
        deadlines.endLifeAt(shard.now() + LEAVING_NANOS);
        tell(ControlFrames.retry(retry != null ? retry.get() : shard.shortestRetry()));
    }

    final void endIfDone() {
        if (leaving != null && control == null && !blocked && state == State.OPEN && hasAll()) {
            end(leaving);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Leaves what it delivers at once; the transport ends when it can. */
    final void end(CloseReason why) {
        if (state == State.ENDING || state == State.ENDED) {
            return;
        }
        if (state == State.OPEN) {
            shard.timers().cancel(this);
            leave(why);
        }
        state = State.ENDING;
        reason = why;
        control = null;
        try {
            transport.end();
            if (why == CloseReason.TOO_SLOW) {
                transport.cut(); // it has been waited for long enough
            }
            scheduleCut();
        } catch (RuntimeException | Error fault) {
            shard.logFault(fault);
            ended(why); // nothing more will come of it
        }
    }

    private void scheduleCut() {
        shard.timers()
                .schedule(this, shard.now() + shard.settings().writeTimeout().toNanos());
    }

    private void transportEnded() {
        if (state == State.ENDED) {
            return;
        }
        CloseReason told = transportReason.get();
        CloseReason why = reason != null ? reason : told != null ? told : CloseReason.CLIENT_GONE;
        if (state == State.OPEN) {
            leave(why);
        }
        shard.timers().cancel(this);
        state = State.ENDED;
        connectionGiven();
        shard.ended(this, why);
        StreamClosed.record(why, age());
        closed.complete(why);
    }

    /** Gives up a client that holds up the end of the server. */
    final void abandon() {
        transport.cut();
    }
}
