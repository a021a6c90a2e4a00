package dev.breakwater.sse.delivery;

import dev.breakwater.sse.event.ControlFrames;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.GapReason;
import dev.breakwater.sse.log.Cursor;
import dev.breakwater.sse.log.LogEntry;
import dev.breakwater.sse.store.Damage;
import dev.breakwater.sse.store.History;
import dev.breakwater.sse.store.Page;
import dev.breakwater.sse.store.Selection;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One client's place in the log: topics, cursor, transport. Its shard's thread alone touches it; others send it signals.
 *
 * <p>Longer than most classes here because it is the state machine of a stream, which is easier to follow in one piece:
 *
 * <pre>
 * STARTING  posted to its shard, which has not seen it yet
 * OPEN      reads the log
 * ENDING    has left the log; the transport ends the stream when it can, and is cut if it cannot for the write timeout
 * ENDED     the connection is given back
 * </pre>
 */
final class StreamSubscription extends Signalled implements Subscription, Transport.Signals {
    private static final int STARTED = 1;
    private static final int WRITABLE = 2;
    private static final int CLOSE = 4;
    private static final int TRANSPORT_ENDED = 8;
    private static final int PAGE_ARRIVED = 16;
    private static final int PLACE_FOUND = 32;
    private static final int REPLACE = 64;

    /** How long a stream that is to leave may go on, for what is in the log for it. */
    private static final long LEAVING_NANOS = 5_000_000_000L;

    private enum State {
        STARTING,
        OPEN,
        ENDING,
        ENDED
    }

    private final Deadlines deadlines;
    private final Transport transport;
    private final Cursor cursor;
    private final SlowConsumerPolicy policy;
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    /** Why the transport ended, as it said first; set before {@link #TRANSPORT_ENDED} is posted. */
    private final AtomicReference<@Nullable CloseReason> transportReason = new AtomicReference<>();

    // The shard's thread only, from here on.
    private State state = State.STARTING;
    private @Nullable CloseReason reason;
    private Audience[] audiences = {};
    private int[] places = {};

    /** The server's own blocks that go out before the next events, or null. */
    private byte @Nullable [] control;

    /** Whether the transport takes nothing until it says otherwise; at first it does not. */
    private boolean blocked = true;

    /** Where the client is in the history, while that is older than what the log holds. */
    private @Nullable PageCursor paging;

    /** The page that the transport is still reading, or null. */
    private @Nullable Page pinned;

    /** Up to here the client gets the latest event of each key only. */
    private long snapshotThrough;

    private boolean toldExpired;

    /** Where to go first, while that is still looked up. */
    private @Nullable CompletionStage<Place> sought;

    /** What came up to here is replay to this client; what comes after it is live. */
    private long openedAt;

    private boolean pending;

    /** Whether it has got its first bytes. */
    private boolean greeted;

    private final long startedAt;

    /** When the client is to come back after a drain, or null if it is to stay. */
    private @Nullable Duration drainRetry;

    /** Why the stream is about to end, once its time has come: after what is in the log for it. */
    private @Nullable CloseReason leaving;

    StreamSubscription(Shard shard, Transport transport, SlowConsumerPolicy policy, Beginning beginning) {
        super(shard, STARTED);
        this.startedAt = shard.settings().nanoTime().getAsLong();
        this.deadlines = new Deadlines(shard);
        this.transport = transport;
        this.cursor = beginning.cursor();
        this.policy = policy;
        this.control = beginning.preamble();
        this.snapshotThrough = beginning.snapshotThrough();
        this.sought = beginning.sought();
    }

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

    /** Starts the transport and hands the subscription to its shard, with all that was signalled meanwhile. */
    void start() {
        transport.start(this);
        post();
    }

    // The shard's thread.

    @Override
    void take(int taken) {
        if ((taken & STARTED) != 0 && state == State.STARTING) {
            open();
        }
        if ((taken & WRITABLE) != 0) {
            blocked = false;
            becomePending();
        }
        if ((taken & PAGE_ARRIVED) != 0) {
            becomePending();
        }
        if ((taken & PLACE_FOUND) != 0 && sought != null && state == State.OPEN) {
            beginAt(sought);
        }
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
        openedAt = shard.log().horizon();
        deadlines.begin();
        audiences = shard.join(this, cursor.chains());
        scheduleTimer();
        becomePending();
        shard.opened(this);
        if (sought != null) {
            sought.whenComplete((found, failed) -> signal(PLACE_FOUND));
        }
    }

    private void beginAt(CompletionStage<Place> found) {
        sought = null;
        try {
            Place place = found.toCompletableFuture().join();
            cursor.moveTo(place.after());
            control = control == null ? place.told() : joined(control, place.told());
            becomePending();
        } catch (CompletionException failed) {
            shard.logFault(failed);
            end(CloseReason.ERROR);
        }
    }

    void onChainGrew() {
        if (!blocked) {
            becomePending();
        } else if (policy == SlowConsumerPolicy.DISCONNECT && isAboutToLose()) {
            end(CloseReason.TOO_SLOW);
        }
    }

    private void becomePending() {
        if (pending || state != State.OPEN) {
            return;
        }
        if (greeted) {
            pending = true;
            shard.enqueue(this, paging != null);
        } else if (!blocked) {
            pending = true;
            shard.enqueueNewcomer(this);
        }
    }

    /** When its client was let in, in nanoseconds. */
    long startedAt() {
        return startedAt;
    }

    /** Whether its client will get something if it is delivered to now. */
    boolean takesBytes() {
        try {
            return state == State.OPEN && !blocked && transport.isReady();
        } catch (RuntimeException fault) {
            return false; // whoever delivers meets with it again, and ends the stream
        }
    }

    /** Writes once, as much as one write may have, and queues again if more is waiting. */
    void deliver(long horizon) {
        pending = false;
        if (state != State.OPEN || blocked || isBlocked()) {
            return;
        }
        unpin();
        greeted = true;
        try {
            if (control != null) {
                byte[] block = control;
                control = null;
                write(block, block.length);
            } else if (sought == null && paging == null) {
                deliverEvents(horizon);
            } else if (paging != null) {
                deliverHistory(paging, horizon);
            }
            endIfDone();
        } catch (IOException clientGone) {
            end(CloseReason.CLIENT_GONE);
        }
    }

    private void deliverEvents(long horizon) throws IOException {
        Batch batch = shard.batch();
        long before = cursor.position();
        if (cursor.position() < snapshotThrough) {
            batch.gatherLatest(cursor, Math.min(horizon, snapshotThrough));
            if (batch.isEmpty() && !cursor.isBehindRetention()) {
                snapshotThrough = 0;
                becomePending();
                return;
            }
        } else {
            batch.gather(cursor, horizon, policy == SlowConsumerPolicy.CONFLATE);
        }
        if (batch.passedExpired() && !toldExpired) {
            cursor.moveTo(before);
            tellExpired(before);
            return;
        }
        if (!batch.isEmpty()) {
            shard.counters().events.add(batch.events());
            if (!write(batch.bytes(), batch.length())) {
                batch.surrender();
            }
        } else if (cursor.isBehindRetention()) {
            fellBehind();
        } else {
            toldExpired = false; // it has all there is
        }
    }

    /** Once until the client has caught up: events that it would get are beyond what is served of their topics. */
    private void tellExpired(long position) {
        toldExpired = true;
        tellGap(GapReason.EXPIRED, shard.id(position), position, 0);
    }

    /** Writes from one page; between pages it looks whether the log has what comes next, with the same position. */
    private void deliverHistory(PageCursor at, long horizon) throws IOException {
        Throwable failure = at.failure();
        if (failure != null) {
            paging = null;
            if (shard.history().reaches(at.position())) {
                shard.logFault(failure);
                end(CloseReason.ERROR);
            } else {
                cursor.moveTo(at.position());
                fellBehind();
            }
            return;
        }
        if (!at.hasPage()) {
            cursor.moveTo(at.position());
            if (!cursor.isBehindRetention()) {
                paging = null;
                deliverEvents(horizon);
                return;
            }
            if (skipsWhatIsLive() || !shard.history().reaches(at.position())) {
                paging = null;
                fellBehind();
                return;
            }
            if (!at.turnPage(() -> signal(PAGE_ARRIVED))) {
                return;
            }
        }
        if (at.hasExpired() && !toldExpired) {
            tellExpired(at.position());
            return;
        }
        Damage damage = at.gather(shard.settings().maxWriteBytes());
        if (damage != null) {
            tellGap(GapReason.DAMAGED, shard.id(damage.after()), damage.through(), 0);
        } else if (at.events() == 0) {
            becomePending();
        } else {
            shard.counters().events.add(at.events());
            Page page = at.pageOfBytes();
            if (!write(at.bytes(), at.offset(), at.length())) {
                pin(page);
                at.closePage();
            }
        }
    }

    private void pin(@Nullable Page page) {
        if (page != null && state == State.OPEN) {
            shard.pagePins().pin(page);
            pinned = page;
        }
    }

    /** The transport takes more, so it has read all that it was given; or it is over. */
    private void unpin() {
        if (pinned != null) {
            shard.pagePins().unpin(pinned);
            pinned = null;
        }
    }

    private boolean write(byte[] bytes, int length) throws IOException {
        return write(bytes, 0, length);
    }

    /** Returns whether more can be written at once. */
    private boolean write(byte[] bytes, int offset, int length) throws IOException {
        deadlines.wrote();
        shard.counters().writes.increment();
        shard.counters().bytes.add(length);
        boolean ready = transport.write(bytes, offset, length);
        if (ready) {
            if (control != null || paging != null || cursor.lag() > 0) {
                becomePending();
            }
        } else {
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

    private boolean isAboutToLose() {
        if (paging != null || sought != null || shard.history().reaches(cursor.position())) {
            return false;
        }
        LogEntry next = cursor.peek(shard.log().horizon());
        return next == null ? cursor.isBehindRetention() : shard.log().isEndangered(next);
    }

    /** The log has let go of what comes next. If the store still has it, the client reads on there. */
    private void fellBehind() {
        History history = shard.history();
        if (!skipsWhatIsLive() && history.reaches(cursor.position())) {
            page(cursor.position());
            return;
        }
        boolean keepsMore = history.beginning() < cursor.completeAfter();
        switch (policy) {
            case DISCONNECT -> end(CloseReason.TOO_SLOW);
            case SKIP -> {
                long lost = cursor.lag();
                EventId from = shard.id(cursor.position());
                cursor.moveTo(shard.log().horizon());
                tellGap(GapReason.SLOW, from, cursor.position(), lost);
            }
            case CONFLATE -> {
                EventId from = shard.id(cursor.position());
                if (keepsMore) {
                    page(history.beginning());
                    tellGap(GapReason.SLOW, from, history.beginning(), 0);
                } else if (cursor.skipToEarliest()) {
                    tellGap(GapReason.SLOW, from, cursor.position(), 0);
                } else {
                    becomePending();
                }
            }
        }
    }

    /** Who skips wants what is new, but for what it asked to be replayed. */
    private boolean skipsWhatIsLive() {
        return policy == SlowConsumerPolicy.SKIP && cursor.position() >= openedAt;
    }

    private void page(long after) {
        paging = new PageCursor(
                shard.history(),
                new Selection(cursor.patterns()),
                shard.log(),
                shard.pagePins(),
                after,
                snapshotThrough);
        becomePending();
    }

    private void tellGap(GapReason why, EventId from, long through, long lost) {
        shard.counters().countGap();
        control = ControlFrames.gap(why, from, shard.id(through), lost, shard.oldest());
        becomePending();
    }

    // Timers: one for each stream, set for whatever comes first.

    void onTimer() {
        if (state == State.ENDING) {
            transport.cut();
        }
        if (state != State.OPEN) {
            return;
        }
        if (deadlines.isLifeOver()) {
            beginToLeave();
        } else if (blocked) {
            if (deadlines.isTooSlow() || (policy == SlowConsumerPolicy.DISCONNECT && isAboutToLose())) {
                end(CloseReason.TOO_SLOW);
            }
        } else if (deadlines.isHeartbeatDue() && control == null) {
            shard.counters().heartbeats.increment();
            control = ControlFrames.heartbeat(shard.drawRetry());
            deadlines.heartbeatWritten();
            becomePending();
        } else if (deadlines.isRetryDue() && control == null) {
            control = ControlFrames.retry(shard.drawRetry());
            deadlines.retryTold();
            becomePending();
        }
        if (state == State.OPEN) {
            scheduleTimer();
        }
    }

    private void scheduleTimer() {
        shard.timers().schedule(this, deadlines.next(blocked));
    }

    // The end.

    /** Has the stream leave at a time, unless its life ends sooner, and its client come back after a delay of its own. */
    void drainAt(long when, Duration retry) {
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
    void stay() {
        if (state == State.OPEN && leaving == null && drainRetry != null) {
            drainRetry = null;
            deadlines.drawEndOfLife();
            scheduleTimer();
        }
    }

    /** Tells the client when to come back, and ends the stream when it has what is in the log for it; or, late, at once. */
    private void beginToLeave() {
        if (leaving != null) {
            end(leaving);
            return;
        }
        Duration retry = drainRetry;
        leaving = retry != null ? CloseReason.DRAINED : CloseReason.MAX_AGE;
        deadlines.endLifeAt(shard.now() + LEAVING_NANOS);
        byte[] block = ControlFrames.retry(retry != null ? retry : shard.shortestRetry());
        control = control == null ? block : joined(control, block);
        becomePending();
    }

    private void endIfDone() {
        boolean hasAll = control == null && sought == null && paging == null && cursor.lag() == 0;
        if (leaving != null && hasAll && !blocked && state == State.OPEN) {
            end(leaving);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Leaves the log at once; the transport ends when it can. */
    void end(CloseReason why) {
        if (state == State.ENDING || state == State.ENDED) {
            return;
        }
        if (state == State.OPEN) {
            leave();
        }
        state = State.ENDING;
        reason = why;
        control = null;
        try {
            transport.end();
            if (why == CloseReason.TOO_SLOW) {
                transport.cut(); // it has been waited for long enough
            }
            shard.timers()
                    .schedule(
                            this, shard.now() + shard.settings().writeTimeout().toNanos());
        } catch (RuntimeException | Error fault) {
            shard.logFault(fault);
            ended(why); // nothing more will come of it
        }
    }

    private void transportEnded() {
        if (state == State.ENDED) {
            return;
        }
        if (state == State.OPEN) {
            leave();
        }
        shard.timers().cancel(this);
        state = State.ENDED;
        unpin();
        CloseReason told = transportReason.get();
        CloseReason why = reason != null ? reason : told != null ? told : CloseReason.CLIENT_GONE;
        shard.ended(this, why);
        closed.complete(why);
    }

    private void leave() {
        shard.timers().cancel(this);
        for (int i = 0; i < audiences.length; i++) {
            shard.leave(audiences[i], places[i]);
        }
        audiences = new Audience[0];
        shard.log().release(cursor);
    }

    /** Remembers the place in an audience, where {@link Audience#remove} finds it. */
    void placedAt(int[] newPlaces) {
        places = newPlaces;
    }

    /** Gives up a client that holds up the end of the server. */
    void abandon() {
        transport.cut();
    }

    void movedWithin(Audience audience, int place) {
        for (int i = 0; i < audiences.length; i++) {
            if (audiences[i] == audience) {
                places[i] = place;
            }
        }
    }

    long lag() {
        if (state == State.OPEN && paging != null) {
            return Math.max(0, shard.log().horizon() - paging.position());
        }
        return state == State.OPEN ? cursor.lag() : 0;
    }

    /** The position of what the client will get next, or the largest there is if nothing waits or the client is stalled. */
    long nextPosition() {
        boolean stalled = paging != null || sought != null || (blocked && deadlines.isStalled());
        LogEntry next =
                state == State.OPEN && !stalled ? cursor.peek(shard.log().horizon()) : null;
        return next == null ? Long.MAX_VALUE : next.position();
    }
}
