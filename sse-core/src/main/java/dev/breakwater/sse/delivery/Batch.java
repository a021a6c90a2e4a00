package dev.breakwater.sse.delivery;

import dev.breakwater.sse.log.Chain;
import dev.breakwater.sse.log.Cursor;
import dev.breakwater.sse.log.LogEntry;
import org.jspecify.annotations.Nullable;

/**
 * The next frames for a client, gathered for one write. A shard has one batch and reuses it: clients of the same topic
 * that are at the same place get the same bytes, gathered once.
 *
 * <p>Owned by the shard's thread; but a transport that could not take all of the bytes at once goes on reading them, so
 * they are then {@linkplain #surrender surrendered} to it.
 */
class Batch {
    private final int capacity;
    private byte[] gathered;

    private byte[] bytes;
    private int length;
    private int events;
    private boolean passedExpired;

    // What was gathered last, if it can be shared.
    private @Nullable Chain chain;
    private long fromSequence;
    private long toSequence;
    private long toPosition;
    private long horizon;

    Batch(int capacity) {
        this.capacity = capacity;
        this.gathered = new byte[capacity];
        this.bytes = gathered;
    }

    /** The bytes, from 0 to {@link #length}. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    int events() {
        return events;
    }

    boolean isEmpty() {
        return events == 0;
    }

    /** Whether events were passed over because no more of their topics is served. */
    boolean passedExpired() {
        return passedExpired;
    }

    /** Moves a cursor forward past what is now in the batch. */
    void gather(Cursor cursor, long newHorizon, boolean conflate) {
        boolean shareable = cursor.chains().length == 1 && !conflate;
        if (!shareable) {
            chain = null;
            fill(cursor, newHorizon, conflate);
            return;
        }
        long from = cursor.sequence();
        if (cursor.chains()[0] == chain && from == fromSequence && newHorizon == horizon) {
            cursor.jumpTo(toSequence, toPosition);
            return;
        }
        fill(cursor, newHorizon, false);
        chain = events == 0 ? null : cursor.chains()[0];
        fromSequence = from;
        toSequence = cursor.sequence();
        toPosition = cursor.position();
        horizon = newHorizon;
    }

    /** The same for the latest event of each key, and no others. */
    void gatherLatest(Cursor cursor, long upTo) {
        chain = null;
        fill(cursor, upTo, true, true);
    }

    /** Leaves the bytes to whoever still reads them. */
    void surrender() {
        if (bytes == gathered) {
            gathered = new byte[capacity];
            chain = null;
        }
    }

    private void fill(Cursor cursor, long upTo, boolean conflate) {
        fill(cursor, upTo, conflate, false);
    }

    private void fill(Cursor cursor, long upTo, boolean conflate, boolean keyedOnly) {
        length = 0;
        events = 0;
        passedExpired = false;
        LogEntry first = null;
        for (LogEntry entry = cursor.peek(upTo); entry != null; entry = cursor.peek(upTo)) {
            if (entry.isExpired()) {
                passedExpired = true;
            } else if (!(conflate && entry.isSuperseded()) && !(keyedOnly && !entry.isKeyed())) {
                if (first == null) {
                    first = entry; // sent as it is, without a copy, if it stays alone
                } else if (length + lengthOf(entry) > capacity) {
                    break;
                } else {
                    if (events == 1) {
                        copy(first, gathered, 0);
                    }
                    copy(entry, gathered, length);
                }
                length += lengthOf(entry);
                events++;
            }
            cursor.advance(entry);
        }
        bytes = events == 1 && first != null ? alone(first) : gathered;
    }

    /** How many bytes an event takes here. */
    int lengthOf(LogEntry entry) {
        return entry.length();
    }

    /** The bytes of an event that goes alone; a copy only where they are not those that the log has. */
    byte[] alone(LogEntry entry) {
        return entry.frame();
    }

    /** Puts the bytes of an event among others. */
    void copy(LogEntry entry, byte[] to, int at) {
        System.arraycopy(entry.frame(), 0, to, at, entry.length());
    }
}
