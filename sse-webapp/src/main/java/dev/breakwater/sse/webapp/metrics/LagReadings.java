package dev.breakwater.sse.webapp.metrics;

import dev.breakwater.sse.SseHub;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * How far the open streams are behind, asked of the hub when somebody looks. A reading serves for a second, because
 * asking costs the shards time in proportion to their streams. Any thread.
 */
public final class LagReadings {
    private static final Duration SERVES = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final SseHub hub;
    private final LongSupplier nanoTime;

    // Guarded by this.
    private long[] lags = {};
    private long readAt;
    private boolean read;

    /** Asks nothing yet. */
    public LagReadings(SseHub hub, LongSupplier nanoTime) {
        this.hub = hub;
        this.nanoTime = nanoTime;
    }

    /** The lag of each stream, in events, ascending; the previous ones while the shards are too busy to answer. */
    public synchronized long[] sorted() {
        long now = nanoTime.getAsLong();
        if (!read || now - readAt >= SERVES.toNanos()) {
            read = true;
            readAt = now;
            ask();
        }
        return lags.clone();
    }

    private void ask() {
        try {
            long[] answer = hub.lags().toCompletableFuture().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            Arrays.sort(answer);
            lags = answer;
        } catch (TimeoutException | ExecutionException shardsAreBusyOrGone) {
            // The previous reading has to do.
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
