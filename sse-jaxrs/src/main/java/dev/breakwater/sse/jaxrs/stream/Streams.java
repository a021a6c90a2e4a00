package dev.breakwater.sse.jaxrs.stream;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * All streams of an application that are sent to: they are streams of its hub, whose shards deliver to them. Any thread.
 */
public final class Streams implements AutoCloseable {
    private static final long LONGEST_CLOSE_MILLIS = 5_000;
    private static final long LONGEST_CALLBACKS_MILLIS = 1_000;
    private static final int MOST_CALLBACK_THREADS = 32;
    private static final Duration CALLBACKS_STAY = Duration.ofSeconds(2);

    private final StreamSettings settings;
    private final Supplier<SseHub> hub;
    private final AtomicLong stamps = new AtomicLong();
    private final Map<Executor, ShardFeeds> shards = new ConcurrentHashMap<>();
    private final ForkJoinPool callbacks;
    private volatile boolean closed;

    /** Streams that have not given their connection back; guarded by this. */
    private long open;

    /** No streams yet, and nobody asks for the hub until there is one. */
    public Streams(Supplier<SseHub> hub, StreamSettings settings) {
        this.hub = hub;
        this.settings = settings;
        ClassLoader applications = Thread.currentThread().getContextClassLoader();
        // What waits here is bounded by what calls back: each stream's end once, each stage once. One after the other,
        // but one that waits for another is made up for by a further thread.
        this.callbacks = new ForkJoinPool(
                1,
                pool -> {
                    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
                    thread.setName("breakwater-callbacks-" + thread.getPoolIndex());
                    thread.setContextClassLoader(applications);
                    return thread;
                },
                null,
                true,
                0,
                MOST_CALLBACK_THREADS,
                1,
                pool -> true,
                CALLBACKS_STAY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** A stream that takes what it is sent from now on, and is to be opened or abandoned. */
    public SinkStream newStream() {
        return new SinkStream(this, settings);
    }

    /** A log for a broadcaster. */
    public BroadcastLog newLog() {
        return new BroadcastLog(this, settings.broadcasterBytes());
    }

    /** The hub whose streams they are. */
    public SseHub hub() {
        return hub.get();
    }

    /** Runs what may block, being the application's, on a thread that no stream depends on. */
    public void callBack(Runnable task) {
        try {
            callbacks.execute(task);
        } catch (RejectedExecutionException closing) {
            task.run();
        }
    }

    /**
     * Ends all streams after what has been written to them; waits up to 5 s for that. Those of clients that take nothing
     * by then are cut by the hub, which goes on. Does nothing the second time.
     */
    @Override
    public void close() {
        closed = true;
        shards.values().forEach(feeds -> feeds.thread().execute(feeds::end));
        try {
            awaitEnd();
            callbacks.shutdown();
            callbacks.awaitTermination(LONGEST_CALLBACKS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            callbacks.shutdown();
            Thread.currentThread().interrupt();
        }
        shards.clear();
    }

    private synchronized void awaitEnd() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_CLOSE_MILLIS);
        for (long left = LONGEST_CLOSE_MILLIS;
                open > 0 && left > 0;
                left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) {
            wait(left);
        }
    }

    /** Counts a stream until it has given its connection back. */
    Subscription opened(Subscription stream) {
        synchronized (this) {
            open++;
        }
        stream.closed().thenRun(this::hasEnded);
        return stream;
    }

    private synchronized void hasEnded() {
        open--;
        notifyAll();
    }

    boolean isClosed() {
        return closed;
    }

    /** What the streams on one shard share; only for its thread. */
    ShardFeeds feedsOf(Executor shardsThread) {
        return shards.computeIfAbsent(shardsThread, ShardFeeds::new);
    }

    void countGap() {
        hub.get().counters().countGap();
    }

    long nextStamp() {
        return stamps.incrementAndGet();
    }

    /** What was broadcast or sent until now, by this or a thread that this has heard of since, is at or before this stamp. */
    long horizon() {
        return stamps.get();
    }

    /** Completes stages; those that somebody waits for on the callback thread, for who waits may block. */
    void complete(List<CompletableFuture<Object>> stages) {
        List<CompletableFuture<Object>> awaited = null;
        for (CompletableFuture<Object> stage : stages) {
            if (stage.getNumberOfDependents() == 0) {
                stage.complete(null);
            } else {
                awaited = awaited == null ? new ArrayList<>() : awaited;
                awaited.add(stage);
            }
        }
        if (awaited != null) {
            List<CompletableFuture<Object>> completed = awaited;
            callBack(() -> completed.forEach(stage -> stage.complete(null)));
        }
    }
}
