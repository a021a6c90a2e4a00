package dev.breakwater.sse;

import dev.breakwater.sse.delivery.Shards;
import dev.breakwater.sse.log.EventLog;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Holds a willing publisher back while a client that still reads has more than half of the log waiting for it. Asking
 * all clients costs time in proportion to their number, so an answer serves until another eighth of the log is used.
 */
final class Pacing {
    private static final double TIGHT = 0.5;
    private static final double ANSWER_SERVES = 0.125;
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(100);
    private static final long BETWEEN_LOOKS_NANOS = 2_000_000;

    private final EventLog log;
    private final Shards shards;
    private volatile long roomAsOf;

    Pacing(EventLog log, Shards shards) {
        this.log = log;
        this.shards = shards;
    }

    boolean awaitRoom(Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        while (true) {
            if (log.usedSince(roomAsOf) < ANSWER_SERVES || hasRoom(longest)) {
                return true;
            }
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(this, BETWEEN_LOOKS_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private boolean hasRoom(Duration longest) throws InterruptedException {
        long asOf = log.horizon();
        long patience = Math.max(longest.toMillis(), LEAST_PATIENCE.toMillis());
        try {
            long slowest = shards.nextPosition().toCompletableFuture().get(patience, TimeUnit.MILLISECONDS);
            if (slowest == Long.MAX_VALUE || log.usedSince(slowest - 1) < TIGHT) {
                roomAsOf = asOf;
                return true;
            }
            return false;
        } catch (TimeoutException shardsAreBusy) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible.getCause());
        }
    }
}
