package dev.breakwater.sse.store;

import dev.breakwater.sse.event.EncodedEvent;
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
    private static final int EPOCH_LENGTH = 8;
    private static final int LETTERS_AND_DIGITS = 36;

    private final InstantSource clock;
    private final String epoch;
    private final byte[] epochBytes;

    private final Object lock = new Object();
    private @Nullable Tail tail;
    private long newest;

    /** A store of a new epoch, drawn at random. */
    public MemoryReplayStore(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        StringBuilder drawn = new StringBuilder(EPOCH_LENGTH);
        while (drawn.length() < EPOCH_LENGTH) {
            drawn.append(Character.forDigit(random.nextInt(LETTERS_AND_DIGITS), LETTERS_AND_DIGITS));
        }
        this.epoch = drawn.toString();
        this.epochBytes = epoch.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String epoch() {
        return epoch;
    }

    @Override
    public long open() {
        return 0;
    }

    @Override
    public void feed(Tail newTail) {
        synchronized (lock) {
            tail = newTail;
        }
    }

    @Override
    public CompletionStage<long[]> append(List<EncodedEvent> events) {
        long[] positions = new long[events.size()];
        synchronized (lock) {
            if (tail == null) {
                return CompletableFuture.failedFuture(new IllegalStateException("the replay store is not open"));
            }
            for (int i = 0; i < positions.length; i++) {
                positions[i] = ++newest;
                events.get(i).seal(epochBytes, newest);
            }
            tail.accept(positions, clock.millis(), events);
        }
        return CompletableFuture.completedFuture(positions);
    }

    @Override
    public void close() {
        synchronized (lock) {
            tail = null;
        }
    }
}
