package dev.breakwater.sse.jaxrs.stream;

import dev.breakwater.sse.delivery.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** All streams of an application that are sent to, and the few threads that write to them. Any thread. */
public final class Streams implements AutoCloseable {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);
    private static final int MOST_CALLBACK_THREADS = 32;
    private static final Duration CALLBACKS_STAY = Duration.ofSeconds(2);

    private final StreamSettings settings;
    private final AtomicLong stamps = new AtomicLong();
    private final ForkJoinPool callbacks;

    // Guarded by this.
    private @Nullable List<Loop> loops;
    private boolean closed;

    /** No streams yet, and no thread until there is one. */
    public Streams(StreamSettings settings) {
        this.settings = settings;
        ClassLoader applications = Thread.currentThread().getContextClassLoader();
        // What waits here is bounded by what calls back: each stream's end once, each stage once. One after the other,
        // but
        // one that waits for another is made up for by a further thread.
        this.callbacks = new ForkJoinPool(
                1,
                pool -> {
                    ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
                    thread.setName(settings.name() + "-callbacks-" + thread.getPoolIndex());
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

    /**
     * A stream on a transport, which it starts. Starting must not fail: the transport is to be one that is connected later.
     *
     * @throws IllegalStateException if this is closed
     */
    public SinkStream open(Transport transport) {
        Loop loop = leastLoaded();
        loop.expect();
        SinkStream stream = new SinkStream(this, loop, transport, settings);
        transport.start(stream);
        stream.begin();
        return stream;
    }

    /** A log for a broadcaster. */
    public BroadcastLog newLog() {
        return new BroadcastLog(this, settings.broadcasterBytes());
    }

    /** The streams that have not given their connection back. */
    public synchronized long size() {
        return loops == null ? 0 : loops.stream().mapToLong(Loop::size).sum();
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
     * Ends all streams after what has been written to them, and all threads; waits up to 5 s for that. Does nothing the
     * second time.
     */
    @Override
    public void close() {
        List<Loop> running;
        synchronized (this) {
            closed = true;
            running = loops == null ? List.of() : loops;
            loops = null;
        }
        running.forEach(Loop::close);
        long deadline = System.nanoTime() + LONGEST_CLOSE.toNanos();
        boolean interrupted = false;
        for (Loop loop : running) {
            try {
                if (interrupted || !loop.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                    loop.abandon();
                    loop.awaitEnd(Duration.ofSeconds(1));
                }
            } catch (InterruptedException e) {
                interrupted = true;
                loop.abandon();
            }
        }
        callbacks.shutdown();
        try {
            if (!interrupted) {
                callbacks.awaitTermination(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
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

    Duration drawRetry() {
        return settings.retry().apply(size());
    }

    private synchronized Loop leastLoaded() {
        if (closed) {
            throw new IllegalStateException("the application is shutting down: it takes no new streams");
        }
        List<Loop> running = loops;
        if (running == null) {
            running = new ArrayList<>();
            for (int i = 0; i < settings.loops(); i++) {
                Loop loop = new Loop(this, settings.name() + "-sinks-" + i);
                loop.start();
                running.add(loop);
            }
            loops = running;
        }
        Loop least = running.get(0);
        for (Loop loop : running) {
            if (loop.size() < least.size()) {
                least = loop;
            }
        }
        return least;
    }
}
