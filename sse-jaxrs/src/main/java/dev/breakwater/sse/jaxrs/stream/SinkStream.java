package dev.breakwater.sse.jaxrs.stream;

import dev.breakwater.sse.delivery.ClientKey;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.Feed;
import dev.breakwater.sse.delivery.Outlet;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.Transport;
import dev.breakwater.sse.event.ControlFrames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an application sends to one client and broadcasts to it. What was sent to it alone waits in its queue, what was
 * broadcast in the broadcasters' logs; its shard merges them in the order in which they were given.
 *
 * <p>It takes what it is given from the beginning, and delivers once it is {@linkplain #open opened} on a hub.
 */
public final class SinkStream implements Feed {
    private static final byte[] NOTHING = {};

    /** How long one who sends faster than the shard comes round waits for it, at most and at a time. */
    private static final long LONGEST_WAIT_NANOS = 20_000_000;

    private static final long WAIT_NANOS = 50_000;

    /** A place in a broadcaster's log. */
    private static final class Source {
        final BroadcastLog log;
        final Audience audience;
        Entry at;

        Source(BroadcastLog log, Audience audience, Entry at) {
            this.log = log;
            this.audience = audience;
            this.at = at;
        }
    }

    private record Early(BroadcastLog log, Entry at) {}

    private final Streams streams;
    private final StreamSettings settings;
    private final SendQueue queue;

    /** Completes when nothing more will be written. */
    private final CompletableFuture<CloseReason> over = new CompletableFuture<>();

    /** Whether the application itself says when to come back. */
    private volatile boolean setsRetry;

    private volatile boolean overflown;

    /** Whether the shard found the client able to take more when it last looked. */
    private volatile boolean clientReads;

    /** Null until the shard has the stream. Before it looks at the queue for the first time it says so here. */
    private volatile @Nullable Outlet outlet;

    // Guarded by this.

    /** What it was registered with before its shard had it; from {@link #open} on, those logs wait for it. */
    private final List<Early> early = new ArrayList<>(1);

    private boolean opening;

    // The shard's thread only, from here on.
    private @Nullable ShardFeeds shard;
    private final List<Source> sources = new ArrayList<>(1);

    /** The stages of what the transport is being given. */
    private List<CompletableFuture<Object>> handedOut = List.of();

    private int events;

    /** How many events the client has lost and was not told of. */
    private long lost;

    SinkStream(Streams streams, StreamSettings settings) {
        this.streams = streams;
        this.settings = settings;
        this.queue = new SendQueue(streams, settings.sinkBytes());
    }

    // Any thread.

    /**
     * Begins to deliver, on the hub of the application.
     *
     * @throws IllegalStateException if the hub takes no streams now, or the application ends
     */
    public Subscription open(@Nullable ClientKey client, Transport transport) {
        if (streams.isClosed()) {
            throw new IllegalStateException("the application is shutting down: it takes no new streams");
        }
        queue.responseBegins();
        synchronized (this) {
            opening = true;
            early.forEach(first -> first.log.joinBegins());
        }
        boolean opened = false;
        try {
            Subscription stream = streams.opened(streams.hub().feed(this, client, () -> transport));
            opened = true;
            return stream;
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            if (!opened) {
                openFailed();
            }
        }
    }

    private void openFailed() {
        List<Early> registered;
        synchronized (this) {
            opening = false;
            registered = List.copyOf(early);
            early.clear();
        }
        registered.forEach(first -> first.log.joinEnded());
    }

    /** Says that it will never be opened. Does nothing if it was. */
    public void abandon(CloseReason why) {
        boolean never;
        synchronized (this) {
            never = !opening;
            if (never) {
                early.clear();
            }
        }
        if (never) {
            finish(why);
        }
    }

    /**
     * Sends a frame as soon as the client takes it. The stage completes when the container has it, or at once if the
     * stream is not open yet; it fails if the client is gone, or so slow that the bound is exceeded, and then the stream
     * ends.
     *
     * @throws IllegalStateException if the stream is closed
     */
    public CompletionStage<?> send(Frame frame) {
        if (frame.setsRetry()) {
            setsRetry = true;
        }
        if (queue.isHalfFull()) {
            awaitShard();
        }
        try {
            CompletionStage<?> stage = queue.add(frame.bytes());
            wake();
            return stage;
        } catch (SendQueue.FullException full) {
            overflown = true;
            Outlet out = outlet;
            if (out != null) {
                out.end(Outlet.EndReason.TOO_SLOW);
            }
            return CompletableFuture.failedStage(new IOException(full.getMessage()));
        }
    }

    /** Has the stream get what is broadcast from now on. */
    public void register(BroadcastLog log) {
        Outlet out;
        synchronized (this) {
            out = outlet;
            if (over.isDone()) {
                return;
            }
            if (out == null) {
                early.add(new Early(log, opening ? log.join() : log.newest()));
                return;
            }
        }
        Entry at = log.join();
        out.thread().execute(() -> {
            join(log, at);
            log.joinEnded();
        });
    }

    /** Ends the stream after what was sent and broadcast until now. Does nothing the second time. */
    public void close() {
        if (queue.close()) {
            wake();
        }
    }

    /** Whether {@link #send} would refuse. */
    public boolean isClosed() {
        return queue.isClosed();
    }

    /** Calls when nothing more will be written, with the reason; on a thread that may block. */
    public void onEnd(Consumer<CloseReason> listener) {
        over.minimalCompletionStage().thenAccept(why -> streams.callBack(() -> listener.accept(why)));
    }

    private void wake() {
        Outlet out = outlet;
        if (out != null) {
            out.wake();
        }
    }

    /**
     * Waits until the shard has come round, for a moment at most, and never for the client: a burst costs who sends it some
     * time, not the client its stream.
     */
    private void awaitShard() {
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        while (clientReads && queue.isHalfFull() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(this, WAIT_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    // The shard's thread.

    @Override
    public void opened(Outlet newOutlet) {
        ShardFeeds feeds = streams.feedsOf(newOutlet.thread());
        shard = feeds;
        feeds.add(this);
        List<Early> registered;
        synchronized (this) {
            outlet = newOutlet;
            registered = List.copyOf(early);
            early.clear();
        }
        registered.forEach(first -> {
            join(first.log, first.at);
            first.log.joinEnded();
        });
        if (overflown) {
            newOutlet.end(Outlet.EndReason.TOO_SLOW);
        }
        if (streams.isClosed()) {
            newOutlet.end(Outlet.EndReason.SERVER);
        }
    }

    private void join(BroadcastLog log, Entry at) {
        ShardFeeds feeds = shard;
        if (feeds == null || over.isDone()) {
            return;
        }
        Source source = new Source(log, feeds.join(this, log), at);
        sources.add(source);
        source.audience.tellReached();
        log.joined(source.audience);
        logGrew();
    }

    /** The end of the last entry of a log that this stream has, or need not be waited for. */
    long reached(BroadcastLog log) {
        for (Source source : sources) {
            if (source.log == log) {
                return source.at.end;
            }
        }
        return Long.MAX_VALUE;
    }

    void logGrew() {
        Outlet out = outlet;
        if (out != null) {
            out.more();
        }
    }

    void endWithServer() {
        Outlet out = outlet;
        if (out != null) {
            out.end(Outlet.EndReason.SERVER);
        }
    }

    @Override
    public byte[] next(int most, long pass) {
        clientReads = true;
        events = 0;
        if (isOvertaken()) {
            return NOTHING;
        }
        if (lost > 0) {
            return takeGap();
        }
        long horizon = streams.horizon(); // before the queue is looked at, so that nothing overtakes what is sent
        long closeStamp = queue.closeStamp();
        if (sources.size() == 1 && queue.isEmpty() && closeStamp == Long.MAX_VALUE) {
            return nextShared(sources.get(0), horizon, most, pass);
        }
        return nextMerged(Math.min(horizon, closeStamp), most);
    }

    private byte[] nextShared(Source source, long upTo, int most, long pass) {
        ShardFeeds feeds = shard;
        if (feeds == null || source.at.next == null) {
            return NOTHING;
        }
        SharedBatch batch = feeds.batch();
        moveTo(source, batch.gather(source.at, upTo, most, pass));
        events = batch.events();
        return batch.bytes();
    }

    /** What was sent and what was broadcast, in the order of the stamps. */
    private byte[] nextMerged(long upTo, int most) {
        ByteArrayOutputStream merged = new ByteArrayOutputStream();
        List<CompletableFuture<Object>> stages = new ArrayList<>();
        boolean full = false;
        while (!full) {
            SendQueue.Sent sent = queue.peek();
            Source source = nextSource(upTo);
            Entry entry = source == null ? null : source.at.next;
            if (sent != null && sent.stamp() <= upTo && (entry == null || sent.stamp() < entry.stamp)) {
                full = !append(merged, sent.frame(), most);
                if (!full) {
                    queue.remove();
                    stages.add(sent.stage());
                }
            } else if (source != null && entry != null) {
                byte[] frame = entry.frame();
                full = frame == null || !append(merged, frame, most);
                if (!full) {
                    moveTo(source, entry);
                }
            } else {
                full = true;
            }
        }
        handedOut = stages;
        return merged.toByteArray();
    }

    private boolean append(ByteArrayOutputStream merged, byte[] frame, int most) {
        if (merged.size() > 0 && merged.size() + frame.length > most) {
            return false;
        }
        merged.writeBytes(frame);
        events++;
        return true;
    }

    private static void moveTo(Source source, Entry entry) {
        source.at = entry;
        source.audience.moved();
    }

    private @Nullable Source nextSource(long upTo) {
        Source next = null;
        long stamp = upTo;
        for (Source source : sources) {
            Entry entry = source.at.next;
            if (entry != null && entry.stamp <= stamp) {
                stamp = entry.stamp;
                next = source;
            }
        }
        return next;
    }

    @Override
    public int events() {
        return events;
    }

    @Override
    public void delivered() {
        List<CompletableFuture<Object>> stages = handedOut;
        handedOut = List.of();
        streams.complete(stages);
    }

    @Override
    public void mustWait() {
        clientReads = false;
    }

    @Override
    public boolean hasMore() {
        return lost > 0 || !queue.isEmpty() || nextSource(queue.closeStamp()) != null;
    }

    @Override
    public boolean isOver() {
        return queue.isClosed() && !overflown && !hasMore();
    }

    /** Who skips moves on here, so that it does not hold on to what it has lost. */
    @Override
    public boolean isOvertaken() {
        for (Source source : sources) {
            if (source.log.isLost(source.at)) {
                if (settings.policy() == SlowConsumerPolicy.DISCONNECT) {
                    return true;
                }
                Entry newest = source.log.newest();
                lost += newest.index - source.at.index;
                moveTo(source, newest);
            }
        }
        return false;
    }

    @Override
    public long lag() {
        long lag = queue.size();
        for (Source source : sources) {
            lag += source.log.newest().index - source.at.index;
        }
        return lag;
    }

    @Override
    public boolean tellsRetry() {
        for (Source source : sources) {
            if (source.log.setsRetry()) {
                return true;
            }
        }
        return setsRetry;
    }

    @Override
    public void ended(CloseReason why) {
        finish(why);
        ShardFeeds feeds = shard;
        if (feeds != null) {
            sources.forEach(source -> feeds.leave(this, source.audience));
            feeds.remove(this);
        }
        sources.clear();
    }

    /** Tells of all that was lost since the client last took something. */
    private byte[] takeGap() {
        String gap = "event: " + ControlFrames.GAP + "\ndata: {\"reason\":\"slow\",\"lost\":" + lost + "}\n\n";
        lost = 0;
        streams.countGap();
        return gap.getBytes(StandardCharsets.UTF_8);
    }

    private void finish(CloseReason why) {
        String sentence = "the stream has ended: " + why.label();
        clientReads = false;
        List<CompletableFuture<Object>> unwritten = handedOut;
        handedOut = List.of();
        queue.fail(sentence);
        if (!unwritten.isEmpty()) {
            IOException failure = new IOException(sentence);
            streams.callBack(() -> unwritten.forEach(stage -> stage.completeExceptionally(failure)));
        }
        over.complete(why);
    }
}
