package dev.breakwater.sse.jaxrs.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What one broadcaster has broadcast and some stream has not taken yet: in order, bounded, kept once whoever is to get it.
 * Each stream has a place in it. When the bound is reached the oldest is let go, and a stream that had not taken it is
 * dealt with by its policy.
 *
 * <p>Any thread appends, under the lock; streams read without it.
 */
public final class BroadcastLog {
    private final Streams streams;
    private final int mostBytes;

    /** One for each shard that has members. */
    private final CopyOnWriteArrayList<Audience> audiences = new CopyOnWriteArrayList<>();

    // Guarded by this; what is volatile is read without it.
    private volatile boolean setsRetry;

    private volatile Entry newest;

    /** The newest entry that is settled: everybody has it, or it was let go. */
    private Entry settled;

    /** Streams that were registered, and that their shard has not seen yet. */
    private int joining;

    BroadcastLog(Streams streams, int mostBytes) {
        this.streams = streams;
        this.mostBytes = mostBytes;
        this.newest = new Entry(streams.nextStamp(), 0, 0, new byte[0]);
        this.settled = newest;
    }

    /**
     * Appends an event. Never blocks; the stage completes when each stream that is registered was given it or has ended.
     */
    public CompletionStage<?> append(Frame event) {
        byte[] frame = event.bytes();
        Entry entry;
        List<CompletableFuture<Object>> done = new ArrayList<>(0);
        synchronized (this) {
            if (event.setsRetry()) {
                setsRetry = true;
            }
            Entry before = newest;
            long end = before.end + frame.length + Entry.OVERHEAD_BYTES;
            entry = new Entry(streams.nextStamp(), before.index + 1, end, frame);
            before.next = entry;
            newest = entry;
            letGo(done);
            settle(done);
        }
        audiences.forEach(Audience::logGrew);
        streams.complete(done);
        return entry.stage;
    }

    /** How many bytes wait for the stream that has come to an entry. */
    long lagBytes(Entry at) {
        return newest.end - at.end;
    }

    /** Whether a stream that has come to an entry has lost some, or holds on to more than may be kept. */
    boolean isLost(Entry at) {
        return lagBytes(at) > mostBytes && newest.index > at.index + 1;
    }

    /** Whether an event has told clients when to come back. */
    boolean setsRetry() {
        return setsRetry;
    }

    Entry newest() {
        return newest;
    }

    /** Where a stream begins that is registered now; it must be {@link #joined}, and {@link #joinEnded} in any case. */
    synchronized Entry join() {
        joining++;
        return newest;
    }

    /** Has what is broadcast from now on wait for a stream that began before; the same must follow. */
    synchronized void joinBegins() {
        joining++;
    }

    void joined(Audience audience) {
        audiences.addIfAbsent(audience);
    }

    void joinEnded() {
        synchronized (this) {
            joining--;
        }
        settle();
    }

    void left(Audience audience) {
        if (audience.isEmpty()) {
            audiences.remove(audience);
        }
        settle();
    }

    /** Completes the stages of what all have taken. */
    void settle() {
        List<CompletableFuture<Object>> done = new ArrayList<>(0);
        synchronized (this) {
            settle(done);
        }
        streams.complete(done);
    }

    private void settle(List<CompletableFuture<Object>> done) {
        if (joining > 0) {
            return;
        }
        long reached = Long.MAX_VALUE;
        for (Audience audience : audiences) {
            reached = Math.min(reached, audience.reached());
        }
        Entry following = settled.next;
        while (following != null && following.end <= reached) {
            done.add(following.stage);
            settled = following;
            following = settled.next;
        }
    }

    private void letGo(List<CompletableFuture<Object>> done) {
        Entry following = settled.next;
        while (following != null && following != newest && newest.end - settled.end > mostBytes) {
            following.letGo();
            done.add(following.stage);
            settled = following;
            following = settled.next;
        }
    }
}
