package dev.breakwater.sse;

import dev.breakwater.sse.delivery.Beginning;
import dev.breakwater.sse.delivery.DeliveryCounters;
import dev.breakwater.sse.delivery.Place;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.StreamForm;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.event.ControlFrames;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.GapReason;
import dev.breakwater.sse.log.Cursor;
import dev.breakwater.sse.log.EventLog;
import dev.breakwater.sse.store.History;
import dev.breakwater.sse.store.ReplayStore;
import dev.breakwater.sse.store.Selection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Finds where in the log, or in the store's history, a client begins, and says what it is told first. */
final class Openings {
    private static final byte[] NOTHING = {};

    private final EventLog log;
    private final ReplayStore store;
    private final History history;
    private final InstantSource clock;
    private final DeliveryCounters counters;
    private final Duration heartbeat;
    private final int padding;

    Openings(EventLog log, ReplayStore store, DeliveryCounters counters, HubConfig config) {
        this.log = log;
        this.store = store;
        this.history = store.history();
        this.clock = config.clock();
        this.counters = counters;
        this.heartbeat = config.heartbeat();
        this.padding = config.streamPadding();
    }

    /**
     * The beginning of a new stream. Its cursor keeps its chains alive; whoever gets it must release it.
     *
     * @throws IllegalArgumentException if the start position is one that there cannot be
     */
    Beginning open(SubscriptionRequest request, Duration retry) {
        return begin(request, retry).in(request.form());
    }

    private Beginning begin(SubscriptionRequest request, Duration retry) {
        StartPosition start = request.start();
        if (start instanceof StartPosition.Since since && since.instant().isAfter(clock.instant())) {
            throw new IllegalArgumentException("since must not be in the future: " + since.instant());
        }
        log.expire();
        long horizon = log.horizon();
        byte[] first = first(request.form(), retry, horizon);
        Cursor cursor = log.cursor(request.topics(), horizon);
        if (start instanceof StartPosition.After after) {
            return Beginning.at(cursor, join(first, resume(cursor, after.lastEventId(), horizon)));
        }
        if (start instanceof StartPosition.Since since) {
            return since(cursor, first, since.instant());
        }
        if (start instanceof StartPosition.Last last
                && !cursor.moveToLast(last.count(), horizon)
                && history.beginning() < cursor.completeAfter()) {
            return new Beginning(
                    cursor,
                    first,
                    0,
                    StreamForm.PLAIN,
                    history.beforeLast(last.count(), selection(cursor), horizon)
                            .thenApply(after -> new Place(after, checkpoint(after))));
        }
        if (start instanceof StartPosition.Earliest || start instanceof StartPosition.Snapshot) {
            moveToBeginning(cursor);
        }
        long snapshotThrough = start instanceof StartPosition.Snapshot ? horizon : 0;
        return new Beginning(
                cursor, join(first, checkpoint(cursor.position())), snapshotThrough, StreamForm.PLAIN, null);
    }

    private byte[] first(StreamForm form, Duration retry, long horizon) {
        byte[] told =
                form.namesTopics() ? ControlFrames.opening(retry, heartbeat, id(horizon)) : ControlFrames.retry(retry);
        byte[] padded = join(ControlFrames.padding(Math.max(padding, form.padding())), told);
        return form.heartbeatEvents() ? join(padded, ControlFrames.heartbeatEvent(retry, null, heartbeat)) : padded;
    }

    private Beginning since(Cursor cursor, byte[] first, Instant instant) {
        long millis = instant.toEpochMilli();
        if (history != History.NONE) {
            boolean lost = history.beginningMillis() >= millis && history.hasLost(0, selection(cursor));
            return new Beginning(
                    cursor,
                    first,
                    0,
                    StreamForm.PLAIN,
                    history.beforeInstant(millis)
                            .thenApply(after -> new Place(
                                    after, lost ? gap(GapReason.EXPIRED, null, after, 0) : checkpoint(after))));
        }
        long after = Math.max(log.beforeInstant(millis), cursor.completeAfter());
        boolean lost = cursor.completeAfter() > 0 && log.hasLostSince(millis);
        cursor.moveTo(after);
        return Beginning.at(cursor, join(first, lost ? gap(GapReason.EXPIRED, null, after, 0) : checkpoint(after)));
    }

    /** Continues after the client's last event, or says why that cannot be done and gives it what there is. */
    private byte[] resume(Cursor cursor, String lastEventId, long horizon) {
        EventId from = EventId.parse(lastEventId);
        if (from == null) {
            moveToBeginning(cursor);
            return gap(GapReason.INVALID, null, cursor.position(), 0);
        }
        if (!store.knows(from)) {
            moveToBeginning(cursor);
            return gap(GapReason.EPOCH, from, cursor.position(), 0);
        }
        if (from.position() > horizon) {
            return gap(GapReason.FUTURE, from, cursor.position(), 0);
        }
        cursor.moveTo(from.position());
        if (!cursor.isBehindRetention() || history.reaches(from.position())) {
            return NOTHING;
        }
        boolean lost = history == History.NONE || history.hasLost(from.position(), selection(cursor));
        moveToBeginning(cursor);
        return lost ? gap(GapReason.EXPIRED, from, cursor.position(), lost(cursor, from)) : NOTHING;
    }

    /** To the oldest event kept, in the history if there is one. */
    private void moveToBeginning(Cursor cursor) {
        cursor.moveTo(Math.min(cursor.completeAfter(), history.beginning()));
    }

    /** How many events a client has lost, if it reads all that there are, so that positions count them; else 0. */
    private long lost(Cursor cursor, EventId from) {
        return store.countsByOne() && selection(cursor).isEverything() ? cursor.position() - from.position() : 0;
    }

    private static Selection selection(Cursor cursor) {
        return new Selection(cursor.patterns());
    }

    private byte[] checkpoint(long position) {
        return ControlFrames.checkpoint(id(position));
    }

    private byte[] gap(GapReason reason, @Nullable EventId from, long through, long lost) {
        counters.countGap();
        long oldestInLog = log.oldest();
        long oldest =
                Math.min(oldestInLog, history.beginning() == Long.MAX_VALUE ? oldestInLog : history.beginning() + 1);
        return ControlFrames.gap(reason, from, id(through), lost, oldestInLog == 0 ? null : id(oldest));
    }

    private EventId id(long position) {
        return new EventId(store.epoch(), position);
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = java.util.Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
