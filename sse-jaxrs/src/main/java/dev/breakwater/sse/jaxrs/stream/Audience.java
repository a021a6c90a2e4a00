package dev.breakwater.sse.jaxrs.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The streams of one shard that are registered with one broadcaster. Who broadcasts marks it, once until the shard comes to
 * look, and so pays for a shard and not for its streams.
 *
 * <p>All but {@link #logGrew} and {@link #reached} belongs to the shard's thread.
 */
final class Audience {
    private final Executor thread;
    private final BroadcastLog log;
    private final List<SinkStream> members = new ArrayList<>();
    private final Runnable look = this::look;
    private final Runnable tellMoved = this::tellMoved;
    private final AtomicBoolean dirty = new AtomicBoolean();
    private volatile long reached;

    /** Whether somebody has moved on since {@link #reached} was last told. */
    private boolean moved;

    Audience(Executor thread, BroadcastLog log) {
        this.thread = thread;
        this.log = log;
        this.reached = log.newest().end;
    }

    void logGrew() {
        if (!dirty.get() && dirty.compareAndSet(false, true)) {
            thread.execute(look);
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
    private void look() {
        dirty.set(false);
        for (int i = members.size() - 1; i >= 0; i--) { // backwards: one that leaves is replaced by one already visited
            members.get(i).logGrew();
        }
    }

    /** A member has moved on: how far all have come is told once for all that move in this pass. */
    void moved() {
        if (!moved) {
            moved = true;
            thread.execute(tellMoved);
        }
    }

    private void tellMoved() {
        moved = false;
        tellReached();
    }

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
