package dev.breakwater.sse.log;

import dev.breakwater.sse.event.EncodedEvent;
import java.util.List;

/** One event at its place in the log. Immutable but for {@link #isSuperseded}, which only ever turns true. */
public final class LogEntry {
    private static final int OVERHEAD_BYTES = 120;
    private static final int CHAIN_SLOT_BYTES = 8;

    final long ordinal;
    final long timestampMillis;
    final EncodedEvent event;
    final Chain[] chains;

    /** The bytes of the log up to and including this entry, since its beginning. */
    final long endOffset;

    private final long position;
    private int chainsSuperseding;
    private volatile boolean superseded;
    private int chainsExpiring;
    private volatile boolean expired;

    LogEntry(long position, long ordinal, long startOffset, long timestampMillis, EncodedEvent event, Chain[] chains) {
        this.position = position;
        this.ordinal = ordinal;
        this.timestampMillis = timestampMillis;
        this.event = event;
        this.chains = chains;
        String key = event.key();
        this.endOffset = startOffset
                + event.frame().length
                + OVERHEAD_BYTES
                + (long) CHAIN_SLOT_BYTES * chains.length
                + (key == null ? 0 : 2L * key.length());
    }

    /** The event's place in the total order. */
    public long position() {
        return position;
    }

    /** The event's bytes on the wire, from 0 to {@link #length}; read only. */
    public byte[] frame() {
        return event.frame();
    }

    /** How many bytes of {@link #frame} count. */
    public int length() {
        return event.length();
    }

    /** The topics that the event was published to. */
    public List<String> topics() {
        return event.topics();
    }

    /** Whether the event is the latest value of something, or was. */
    public boolean isKeyed() {
        return event.key() != null;
    }

    /** Whether a newer event with the same key has come in every topic of this one. */
    public boolean isSuperseded() {
        return superseded;
    }

    /** Whether it is beyond what is served of each of its topics, though it is still kept. */
    public boolean isExpired() {
        return expired;
    }

    /** Guarded by the log: it is beyond what is served of one of the topics. */
    void expireInOneTopic() {
        chainsExpiring++;
        if (chainsExpiring == chains.length) {
            expired = true;
        }
    }

    /** Guarded by the log: a newer event with the same key came in one of the topics. */
    void supersedeInOneTopic() {
        chainsSuperseding++;
        if (chainsSuperseding == chains.length) {
            superseded = true;
        }
    }
}
