package dev.breakwater.sse.jaxrs.stream;

import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * The next events of one broadcaster after an entry, gathered once for all streams of a shard that have come to the same
 * entry in the same pass. Never written to again, for a transport may still read it. Holds no entry, for an entry keeps all
 * that come after it.
 *
 * <p>Owned by the shard's thread.
 */
final class SharedBatch {
    private static final WeakReference<Entry> NONE = new WeakReference<>(null);

    private long pass;
    private long fromStamp = -1;
    private WeakReference<Entry> to = NONE;
    private byte[] bytes = {};
    private int events;

    /**
     * Gathers up to a number of bytes, but one event at least, and none beyond a stamp; returns the last entry, or the
     * first one if none is there.
     */
    Entry gather(Entry after, long upTo, int most, long newPass) {
        Entry known = newPass == pass && after.stamp == fromStamp ? to.get() : null;
        if (known != null) {
            return known;
        }
        Entry last = after;
        byte[] only = null;
        int length = 0;
        int count = 0;
        byte[] gathered = null;
        for (Entry entry = after.next; entry != null && entry.stamp <= upTo; entry = entry.next) {
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
            count++;
        }
        pass = newPass;
        fromStamp = after.stamp;
        to = last == after ? NONE : new WeakReference<>(last);
        events = count;
        bytes = gathered == null ? (only == null ? new byte[0] : only) : Arrays.copyOf(gathered, length);
        return last;
    }

    byte[] bytes() {
        return bytes;
    }

    int events() {
        return events;
    }
}
