package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.store.Publication;
import dev.breakwater.sse.store.Receipt;
import dev.breakwater.sse.store.ReplayStore;
import dev.breakwater.sse.store.StoreUnavailableException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Makes groups of what publishers append at once. One thread takes all that waits, writes it, forces it to the disk once,
 * gives it to the log, and has it acknowledged on another thread, so that a publisher that is slow to take its answer
 * holds up nobody.
 *
 * <p>What waits, and what is not yet acknowledged, is bounded by {@code mostBytes}; above that publications are refused.
 */
final class GroupCommit implements Runnable {
    private static final Logger LOG = System.getLogger(GroupCommit.class.getName());
    private static final long BETWEEN_RETENTIONS_MILLIS = 1_000;
    private static final long GROUP_BYTES = 1 << 20;
    private static final int EVENT_OVERHEAD_BYTES = 200;

    private record Waiting(Publication publication, long bytes, CompletableFuture<Receipt> receipt) {}

    private final JournalWriter writer;
    private final Retention retention;
    private final InstantSource clock;
    private final Executor acknowledger;
    private final long mostBytes;
    private final long groupMostEvents;
    private final Thread thread;

    private final LongAdder commits = new LongAdder();
    private final LongAdder failedCommits = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();

    private final Object lock = new Object();
    // Guarded by lock.
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;
    private ReplayStore.@Nullable Tail tail;
    private boolean closed;
    private boolean idle = true;

    GroupCommit(
            String name,
            JournalWriter writer,
            Retention retention,
            InstantSource clock,
            Executor acknowledger,
            long mostBytes,
            long groupMostEvents) {
        this.writer = writer;
        this.retention = retention;
        this.clock = clock;
        this.acknowledger = acknowledger;
        this.mostBytes = mostBytes;
        this.groupMostEvents = groupMostEvents;
        this.thread = new Thread(this, name);
        this.thread.setDaemon(true);
    }

    // Any thread.

    void start(ReplayStore.Tail newTail) {
        synchronized (lock) {
            tail = newTail;
        }
        thread.start();
    }

    CompletionStage<Receipt> append(Publication publication) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        long size = publication.events().stream()
                .mapToLong(event -> event.frame().length + EVENT_OVERHEAD_BYTES)
                .sum();
        synchronized (lock) {
            if (tail == null || closed) {
                return CompletableFuture.failedFuture(new IllegalStateException("the replay store is not open"));
            }
            // One that is larger than all the room there is gets in when it is alone.
            if (bytes > 0 && bytes + size > mostBytes) {
                return CompletableFuture.failedFuture(new StoreUnavailableException(
                        "the disk does not keep up: " + bytes + " bytes wait to be written, " + mostBytes + " may"));
            }
            bytes += size;
            waiting.add(new Waiting(publication, size, receipt));
            if (idle) {
                lock.notifyAll();
            }
        }
        return receipt;
    }

    /** How often a group was made durable. */
    long commits() {
        return commits.sum();
    }

    /** How often a group could not be stored. */
    long failedCommits() {
        return failedCommits.sum();
    }

    /** What all commits took together, in nanoseconds. */
    long commitNanos() {
        return commitNanos.sum();
    }

    /** What waits to be written, or to be acknowledged, in bytes. */
    long waitingBytes() {
        synchronized (lock) {
            return bytes;
        }
    }

    /** Writes what waits, and ends. */
    void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // The writer's thread.

    @Override
    public void run() {
        long retainedAt = System.nanoTime();
        while (true) {
            List<Waiting> group;
            ReplayStore.Tail fed;
            synchronized (lock) {
                awaitWork();
                if (waiting.isEmpty() && closed) {
                    return;
                }
                group = takeGroup();
                fed = tail;
            }
            if (!group.isEmpty() && fed != null) {
                commit(group, fed);
            }
            long now = System.nanoTime();
            if (now - retainedAt >= BETWEEN_RETENTIONS_MILLIS * 1_000_000 || group.isEmpty() || retention.hasGrown()) {
                retainedAt = now;
                retain();
            }
        }
    }

    /** Returns when something waits, or the store is closed, or it is time to look at the retention. */
    private void awaitWork() {
        long deadline = System.nanoTime() + BETWEEN_RETENTIONS_MILLIS * 1_000_000;
        idle = true;
        long left = BETWEEN_RETENTIONS_MILLIS;
        while (waiting.isEmpty() && !closed && left > 0) {
            try {
                lock.wait(left);
            } catch (InterruptedException nobodyDoes) {
                // This thread is our own, and ends when it is told to.
            }
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        idle = false;
    }

    /** What goes into one write: not more than what a segment should have. */
    private List<Waiting> takeGroup() {
        List<Waiting> group = new ArrayList<>();
        long groupBytes = 0;
        long groupEvents = 0;
        while (!waiting.isEmpty() && groupBytes < GROUP_BYTES && groupEvents < groupMostEvents) {
            Waiting one = waiting.remove();
            groupBytes += one.bytes();
            groupEvents += one.publication().events().size();
            group.add(one);
        }
        return group;
    }

    private void commit(List<Waiting> group, ReplayStore.Tail fed) {
        List<Publication> publications = new ArrayList<>(group.size());
        List<EncodedEvent> events = new ArrayList<>(group.size());
        for (Waiting one : group) {
            publications.add(one.publication());
            events.addAll(one.publication().events());
        }
        long first;
        long from = System.nanoTime();
        try {
            first = writer.write(publications);
            commitNanos.add(System.nanoTime() - from);
            commits.increment();
        } catch (IOException | RuntimeException | Error failed) {
            // Also an error: without this thread no publication would ever be answered again.
            failedCommits.increment();
            refuse(group, failed);
            return;
        }
        long[] positions = new long[events.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = first + i;
        }
        try {
            fed.accept(positions, writer.newestMillis(), events);
        } catch (RuntimeException | Error fault) {
            LOG.log(Level.ERROR, "journal: the log failed to take events that are stored", fault);
        } finally {
            writer.show();
        }
        acknowledge(group, first);
    }

    private void acknowledge(List<Waiting> group, long first) {
        acknowledger.execute(() -> {
            long position = first;
            for (Waiting one : group) {
                int count = one.publication().events().size();
                one.receipt().complete(new Receipt(position, count, false));
                position += count;
            }
            release(group);
        });
    }

    private void refuse(List<Waiting> group, Throwable failed) {
        LOG.log(Level.WARNING, "journal: events could not be stored, and their publishers are told so", failed);
        String reason = failed instanceof IOException io ? JournalDirectory.reason(io) : failed.toString();
        StoreUnavailableException told =
                new StoreUnavailableException("the journal cannot be written: " + reason, failed);
        acknowledger.execute(() -> {
            group.forEach(one -> one.receipt().completeExceptionally(told));
            release(group);
        });
    }

    private void release(List<Waiting> group) {
        long released = group.stream().mapToLong(Waiting::bytes).sum();
        synchronized (lock) {
            bytes -= released;
        }
    }

    private void retain() {
        long now = clock.millis();
        if (retention.isNewestExpired(now)) {
            try {
                writer.followNewest();
            } catch (IOException notNow) {
                LOG.log(Level.DEBUG, "journal: no new segment", notNow);
            }
        }
        retention.apply(now);
    }
}
