package dev.breakwater.sse.jaxrs.stream;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The next events of one broadcaster after an entry, gathered once for all streams of a loop that have come to the same
 * entry. Never written to again, for a transport may still read it.
 *
 * <p>Owned by the loop's thread.
 */
final class SharedBatch {
    private long horizon;
    private @Nullable Entry from;
    private @Nullable Entry to;
    private byte[] bytes = {};

    /** A pass begins, in which nothing after the horizon is delivered. */
    void begin(long newHorizon) {
        horizon = newHorizon;
        from = null;
        to = null;
        bytes = new byte[0];
    }

    /** Gathers up to a number of bytes, but one event at least; returns the last entry, or the first one if none is there. */
    Entry gather(Entry after, int most) {
        Entry known = to;
        if (after == from && known != null) {
            return known;
        }
        Entry last = after;
        byte[] only = null;
        int length = 0;
        byte[] gathered = null;
        for (Entry entry = after.next; entry != null && entry.stamp <= horizon; entry = entry.next) {
            byte[] frame = entry.frame();
            if (frame == null || (only != null && length + frame.length > most)) {
                break;
            }
            if (only == null) {
                only = frame;
            } else {
                if (gathered == null) {
                    gathered = Arrays.copyOf(only, most);
                }
                System.arraycopy(frame, 0, gathered, length, frame.length);
            }
            length += frame.length;
            last = entry;
        }
        from = after;
        to = last;
        bytes = gathered == null ? (only == null ? new byte[0] : only) : Arrays.copyOf(gathered, length);
        return last;
    }

    byte[] bytes() {
        return bytes;
    }
}
