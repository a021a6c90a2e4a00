package dev.breakwater.sse.delivery;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What was delivered since the start, over all shards. Any thread. */
public final class DeliveryCounters {
    final LongAdder opened = new LongAdder();
    final LongAdder events = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder writes = new LongAdder();
    final LongAdder heartbeats = new LongAdder();
    final LongAdder gaps = new LongAdder();
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

    /** All at zero. */
    public DeliveryCounters() {
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    /** Counts a gap that a client is told of. */
    public void countGap() {
        gaps.increment();
    }

    void countClosed(CloseReason reason) {
        LongAdder counter = closed.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }

    /** Streams opened. */
    public long opened() {
        return opened.sum();
    }

    /** Streams ended for a reason. */
    public long closed(CloseReason reason) {
        LongAdder counter = closed.get(reason);
        return counter == null ? 0 : counter.sum();
    }

    /** Events handed to transports, counted once for each client. */
    public long events() {
        return events.sum();
    }

    /** Bytes handed to transports, the server's own blocks included. */
    public long bytes() {
        return bytes.sum();
    }

    /** Writes handed to transports; {@link #events} divided by this is the mean batch. */
    public long writes() {
        return writes.sum();
    }

    /** Heartbeats written. */
    public long heartbeats() {
        return heartbeats.sum();
    }

    /** Gaps told. */
    public long gaps() {
        return gaps.sum();
    }
}
