package dev.breakwater.sse.delivery;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** How far the emptying of a server has come. Any thread. */
public final class Drain {
    private final Duration window;
    private final long total;
    private final LongSupplier left;
    private final AtomicInteger shardsLeft;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile boolean resumed;

    Drain(Duration window, long total, LongSupplier left, int shards) {
        this.window = window;
        this.total = total;
        this.left = left;
        this.shardsLeft = new AtomicInteger(shards);
    }

    /** The time over which streams are closed. */
    public Duration window() {
        return window;
    }

    /** The streams that were open at its beginning. */
    public long total() {
        return total;
    }

    /** The streams that are still open. */
    public long left() {
        return left.getAsLong();
    }

    /** Whether it was called off. */
    public boolean isResumed() {
        return resumed;
    }

    /** Completes when no stream is left; or when it is called off. */
    public CompletionStage<Void> done() {
        return done.minimalCompletionStage();
    }

    /**
     * Waits until no stream is left. Clients that do not read hold their streams for as long as the container lets them.
     *
     * @return whether none is
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public boolean await(Duration longest) throws InterruptedException {
        try {
            done.get(longest.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException someAreLeft) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible.getCause());
        }
    }

    /** Says that a shard has no stream any more. Once for each shard. */
    void shardIsEmpty() {
        if (shardsLeft.decrementAndGet() == 0) {
            done.complete(null);
        }
    }

    void callOff() {
        resumed = true;
        done.complete(null);
    }
}
