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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One client's place in the log: topics, cursor, transport. Its shard's thread alone touches it; others send it signals.
 *
 * <p>Longer than most classes here because reading the log, its history, and the way from one to the other are easier to
 * follow in one piece.
 */
final class StreamSubscription extends ShardStream {
    private static final int PAGE_ARRIVED = FIRST_OF_SUBCLASS;
    private static final int PLACE_FOUND = FIRST_OF_SUBCLASS << 1;

    private final Cursor cursor;
    private final SlowConsumerPolicy policy;
    private final StreamForm form;

    // The shard's thread only, from here on.
    private Audience[] audiences = {};
    private int[] places = {};

    /** Where the client is in the history, while that is older than what the log holds. */
    private @Nullable PageCursor paging;

    /** The page that the transport is still reading, or null. */
    private @Nullable Page pinned;

    /** Up to here the client gets the latest event of each key only. */
    private long snapshotThrough;

    private boolean toldExpired;

    /** Whether the client is still to be told that it has caught up, once. */
    private boolean owesThrough;

    /** Where to go first, while that is still looked up. */
    private @Nullable CompletionStage<Place> sought;

    /** What came up to here is replay to this client; what comes after it is live. */
    private long openedAt;

    StreamSubscription(Shard shard, Transport transport, SlowConsumerPolicy policy, Beginning beginning) {
        super(shard, transport);
        this.cursor = beginning.cursor();
        this.policy = policy;
        this.form = beginning.form();
        this.owesThrough = form.namesTopics();
        tell(beginning.preamble());
        this.snapshotThrough = beginning.snapshotThrough();
        this.sought = beginning.sought();
    }

    // The shard's thread.

    @Override
    void takeMore(int taken) {
        if ((taken & PAGE_ARRIVED) != 0) {
            becomePending();
        }
        if ((taken & PLACE_FOUND) != 0 && sought != null && isOpen()) {
            beginAt(sought);
        }
    }

    @Override
    void join() {
        openedAt = shard.log().horizon();
        audiences = shard.join(this, cursor.chains());
        if (sought != null) {
            sought.whenComplete((found, failed) -> signal(PLACE_FOUND));
        }
    }

    private void beginAt(CompletionStage<Place> found) {
        sought = null;
        try {
            Place place = found.toCompletableFuture().join();
            cursor.moveTo(place.after());
            tell(place.told());
        } catch (CompletionException failed) {
            shard.logFault(failed);
            end(CloseReason.ERROR);
        }
    }

    void onChainGrew() {
        grew();
    }

    @Override
    boolean readsHistory() {
        return paging != null;
    }

    /** Writes once, as much as one write may have, and queues again if more is waiting. */
    @Override
    void deliver(long horizon) {
        if (!beginsToDeliver()) {
            return;
        }
        unpin();
        try {
            byte[] block = takeControl();
            if (block != null) {
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
        Batch batch = form.namesTopics() ? shard.namedBatch() : shard.batch();
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
            if (owesThrough) {
                owesThrough = false;
                tell(ControlFrames.through(through(horizon)));
            }
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
        if (page != null && isOpen()) {
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
        boolean ready = writeToTransport(bytes, offset, length);
        if (ready && (hasControl() || paging != null || owesThrough || cursor.lag() > 0)) {
            becomePending();
        }
        return ready;
    }

    @Override
    boolean isOvertaken() {
        return policy == SlowConsumerPolicy.DISCONNECT && isAboutToLose();
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
                snapshotThrough,
                form.namesTopics() ? shard.topicLines() : null);
        becomePending();
    }

    private void tellGap(GapReason why, EventId from, long through, long lost) {
        shard.counters().countGap();
        replaceControl(ControlFrames.gap(why, from, shard.id(through), lost, shard.oldest()));
    }

    /** The end of the log first, and what the client has after: so all up to there is among what it has. */
    @Override
    byte[] heartbeat() {
        long horizon = shard.log().horizon();
        deadlines.retryTold();
        EventId through = form.namesTopics() && hasAll() ? through(horizon) : null;
        return form.heartbeatEvents()
                ? ControlFrames.heartbeatEvent(
                        shard.drawRetry(), through, shard.settings().heartbeat())
                : ControlFrames.heartbeat(shard.drawRetry(), through);
    }

    private EventId through(long horizon) {
        return shard.id(Math.max(horizon, cursor.position()));
    }

    @Override
    void tellRetry() {
        deadlines.retryTold();
        tell(ControlFrames.retry(shard.drawRetry()));
    }

    @Override
    boolean hasAll() {
        return sought == null && paging == null && cursor.lag() == 0;
    }

    // The end.

    @Override
    void leave(CloseReason why) {
        for (int i = 0; i < audiences.length; i++) {
            shard.leave(audiences[i], places[i]);
        }
        audiences = new Audience[0];
        shard.log().release(cursor);
    }

    @Override
    void connectionGiven() {
        unpin();
    }

    /** Remembers the place in an audience, where {@link Audience#remove} finds it. */
    void placedAt(int[] newPlaces) {
        places = newPlaces;
    }

    void movedWithin(Audience audience, int place) {
        for (int i = 0; i < audiences.length; i++) {
            if (audiences[i] == audience) {
                places[i] = place;
            }
        }
    }

    @Override
    long lag() {
        if (isOpen() && paging != null) {
            return Math.max(0, shard.log().horizon() - paging.position());
        }
        return isOpen() ? cursor.lag() : 0;
    }

    @Override
    long nextPosition() {
        boolean stalled = paging != null || sought != null || isStalled();
        LogEntry next = isOpen() && !stalled ? cursor.peek(shard.log().horizon()) : null;
        return next == null ? Long.MAX_VALUE : next.position();
    }
}
