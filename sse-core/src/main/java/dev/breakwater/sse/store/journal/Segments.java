package dev.breakwater.sse.store.journal;

import java.util.ArrayList;
import java.util.List;

/** The segments, the oldest first. One thread changes them; any thread reads. */
final class Segments {
    private volatile Segment[] all = {};

    Segment[] all() {
        return all;
    }

    boolean isEmpty() {
        return all.length == 0;
    }

    Segment oldest() {
        return all[0];
    }

    Segment newest() {
        return all[all.length - 1];
    }

    /** The position before the oldest event. */
    long beginning() {
        Segment[] known = all;
        return known.length == 0 ? 0 : known[0].after;
    }

    /** The newest position. */
    long newestPosition() {
        Segment[] known = all;
        return known.length == 0 ? 0 : known[known.length - 1].end().position();
    }

    long events() {
        return newestPosition() - beginning();
    }

    /** On disk. */
    long bytes() {
        long bytes = 0;
        for (Segment segment : all) {
            bytes += segment.end().offset();
        }
        return bytes;
    }

    /** The index of the segment that has the first event after a position, or would have it. */
    static int indexAfter(Segment[] all, long position) {
        int low = 0;
        int high = all.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (all[middle].after <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    void add(Segment segment) {
        List<Segment> more = new ArrayList<>(List.of(all));
        more.add(segment);
        all = more.toArray(Segment[]::new);
    }

    void remove(Segment segment) {
        List<Segment> fewer = new ArrayList<>(List.of(all));
        fewer.remove(segment);
        all = fewer.toArray(Segment[]::new);
    }
}
