package dev.breakwater.sse.store;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.log.LogBounds;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the history in the log alone: a new epoch at each start, positions 1, 2, 3, …. Appending never waits.
 */
public final class MemoryReplayStore implements ReplayStore {
    private final InstantSource clock;
    private final String epoch;
    private final byte[] epochBytes;

    private final Object lock = new Object();
    private final RecentPublications recent = new RecentPublications();
    private @Nullable Tail tail;
    private @Nullable LogBounds memory;
    private long newest;

    /** Never goes back, even when the clock does. */
    private long newestMillis;

    /** A store of a new epoch, drawn at random. */
    public MemoryReplayStore(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.epoch = Epochs.draw(random);
        this.epochBytes = epoch.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public long open(LogBounds bounds) {
        synchronized (lock) {
            memory = bounds;
        }
        return 0;
    }

    @Override
    public boolean countsByOne() {
        return true;
    }

    @Override
    public void feed(Tail newTail) {
        synchronized (lock) {
            tail = newTail;
        }
    }

    @Override
    public CompletionStage<Receipt> append(Publication publication) {
        Idempotency idempotency = publication.idempotency();
        return idempotency == null
                ? append(publication.events())
                : recent.once(idempotency, () -> append(publication.events()));
    }

    private CompletionStage<Receipt> append(List<EncodedEvent> events) {
        long[] positions = new long[events.size()];
        synchronized (lock) {
            if (tail == null || memory == null) {
                return CompletableFuture.failedFuture(new IllegalStateException("the replay store is not open"));
            }
            for (int i = 0; i < positions.length; i++) {
                positions[i] = ++newest;
                events.get(i).seal(epochBytes, newest);
            }
            newestMillis = Math.max(newestMillis, clock.millis());
            tail.accept(positions, newestMillis, events);
            recent.forgetThrough(newest - memory.maxEvents());
        }
        return CompletableFuture.completedFuture(new Receipt(positions[0], positions.length, false));
    }

    @Override
    public void close() {
        synchronized (lock) {
            tail = null;
        }
    }
}
