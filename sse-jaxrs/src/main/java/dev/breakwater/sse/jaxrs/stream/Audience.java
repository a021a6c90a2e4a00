package dev.breakwater.sse.jaxrs.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The streams of one loop that are registered with one broadcaster. Who broadcasts marks it, once until the loop comes to
 * look, and so pays for a loop and not for its streams.
 *
 * <p>All but {@link #logGrew} and {@link #reached} belongs to the loop's thread.
 */
final class Audience implements Runnable {
    private final Loop loop;
    private final BroadcastLog log;
    private final List<SinkStream> members = new ArrayList<>();
    private final AtomicBoolean dirty = new AtomicBoolean();
    private volatile long reached;

    Audience(Loop loop, BroadcastLog log) {
        this.loop = loop;
        this.log = log;
        this.reached = log.newest().end;
    }

    void logGrew() {
        if (!dirty.get() && dirty.compareAndSet(false, true)) {
            loop.post(this);
        }
    }

    /** The end of the entry that even the slowest member has. */
    long reached() {
        return reached;
    }

    BroadcastLog log() {
        return log;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    void add(SinkStream member) {
        members.add(member);
    }

    void remove(SinkStream member) {
        int place = members.indexOf(member);
        if (place >= 0) {
            SinkStream last = members.remove(members.size() - 1);
            if (place < members.size()) {
                members.set(place, last);
            }
        }
    }

    /** Cleans the mark first and looks at the log after, so that what is broadcast meanwhile marks it again. */
    @Override
    public void run() {
        dirty.set(false);
        for (int i = members.size() - 1; i >= 0; i--) { // backwards: one that leaves is replaced by one already visited
            members.get(i).logGrew(log);
        }
        loop.touched(this);
    }

    /** Says how far all have come, after a pass. */
    void tellReached() {
        long slowest = Long.MAX_VALUE;
        for (SinkStream member : members) {
            slowest = Math.min(slowest, member.reached(log));
        }
        if (slowest != reached) {
            reached = slowest;
            log.settle();
        }
    }
}
