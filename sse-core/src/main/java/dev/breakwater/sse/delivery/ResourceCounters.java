package dev.breakwater.sse.delivery;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What happened to the streams of one resource, since the start. Any thread. */
public final class ResourceCounters {
    private final LongAdder opened = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder writes = new LongAdder();
    private final Map<CloseReason, LongAdder> closed = new EnumMap<>(CloseReason.class);

    /** All at zero. */
    public ResourceCounters() {
        for (CloseReason reason : CloseReason.values()) {
            closed.put(reason, new LongAdder());
        }
    }

    /** Counts a stream, and its end when that comes. */
    public void count(Subscription stream) {
        opened.increment();
        stream.closed().thenAccept(reason -> {
            LongAdder counter = closed.get(reason);
            if (counter != null) {
                counter.increment();
            }
        });
    }

    /** Counts a write to one of the streams. */
    public void countWrite(int length) {
        writes.increment();
        bytes.add(length);
    }

    /** Streams opened. */
    public long opened() {
        return opened.sum();
    }

    /** Streams that are open. */
    public long open() {
        return opened.sum() - closed.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Streams ended for a reason. */
    public long closed(CloseReason reason) {
        LongAdder counter = closed.get(reason);
        return counter == null ? 0 : counter.sum();
    }

    /** Bytes handed to the container, the server's own blocks included. */
    public long bytes() {
        return bytes.sum();
    }

    /** Writes handed to the container. */
    public long writes() {
        return writes.sum();
    }
}
