package dev.breakwater.sse;

import dev.breakwater.sse.delivery.DeliveryCounters;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.event.ControlFrames;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.GapReason;
import dev.breakwater.sse.log.Cursor;
import dev.breakwater.sse.log.EventLog;
import dev.breakwater.sse.store.ReplayStore;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Finds where in the log a client begins, and says what it is told first. */
final class Openings {
    private final EventLog log;
    private final ReplayStore store;
    private final DeliveryCounters counters;

    Openings(EventLog log, ReplayStore store, DeliveryCounters counters) {
        this.log = log;
        this.store = store;
        this.counters = counters;
    }

    /** The cursor keeps its chains alive; whoever gets it must release it. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Opening(Cursor cursor, byte[] preamble) {}

    Opening open(SubscriptionRequest request, Duration retry) {
        ByteArrayOutputStream preamble = new ByteArrayOutputStream();
        preamble.writeBytes(ControlFrames.retry(retry));
        long horizon = log.horizon();
        Cursor cursor = log.cursor(request.topics(), horizon);
        StartPosition start = request.start();
        if (start instanceof StartPosition.After after) {
            preamble.writeBytes(resume(cursor, after.lastEventId(), horizon));
        } else {
            if (start instanceof StartPosition.Earliest) {
                cursor.moveToEarliest();
            } else if (start instanceof StartPosition.Last last) {
                cursor.moveToLast(last.count(), horizon);
            }
            preamble.writeBytes(ControlFrames.checkpoint(id(cursor.position())));
        }
        return new Opening(cursor, preamble.toByteArray());
    }

    /** Continues after the client's last event, or says why that cannot be done and gives it what there is. */
    private byte[] resume(Cursor cursor, String lastEventId, long horizon) {
        EventId from = EventId.parse(lastEventId);
        if (from == null) {
            cursor.moveToEarliest();
            return gap(GapReason.INVALID, null, cursor);
        }
        if (!store.knows(from)) {
            cursor.moveToEarliest();
            return gap(GapReason.EPOCH, from, cursor);
        }
        if (from.position() > horizon) {
            return gap(GapReason.FUTURE, from, cursor);
        }
        cursor.moveTo(from.position());
        if (cursor.isBehindRetention()) {
            cursor.moveToEarliest();
            return gap(GapReason.EXPIRED, from, cursor);
        }
        return new byte[0];
    }

    private byte[] gap(GapReason reason, @Nullable EventId from, Cursor cursor) {
        counters.countGap();
        return ControlFrames.gap(reason, from, id(cursor.position()), 0);
    }

    private EventId id(long position) {
        return new EventId(store.epoch(), position);
    }
}
