package dev.breakwater.sse.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a store keeps, read in pages: it reaches further back than the log's memory. Any thread; nothing here blocks.
 * Stages complete on threads of the store, which their dependants must not hold up; they fail with an {@link
 * java.io.IOException} if the store cannot be read.
 */
public interface History {
    /** The history of a store that keeps nothing but what is in the log. */
    History NONE = new History() {
        @Override
        public boolean reaches(long after) {
            return false;
        }

        @Override
        public long beginning() {
            return Long.MAX_VALUE;
        }

        @Override
        public long beginningMillis() {
            return Long.MIN_VALUE;
        }

        @Override
        public boolean hasLost(long after, Selection selection) {
            return true;
        }

        @Override
        public @Nullable Page cached(long after, Selection selection) {
            return null;
        }

        @Override
        public CompletionStage<Page> read(long after, Selection selection) {
            return nothing();
        }

        @Override
        public CompletionStage<Long> beforeLast(int count, Selection selection, long through) {
            return nothing();
        }

        @Override
        public CompletionStage<Long> beforeInstant(long timestampMillis) {
            return nothing();
        }

        @Override
        public boolean isSuperseded(Page page, int index) {
            return false;
        }

        private <T> CompletionStage<T> nothing() {
            return CompletableFuture.failedFuture(new IllegalStateException("this store keeps no history"));
        }
    };

    /** Whether everything after a position is still kept here, but for what is damaged. */
    boolean reaches(long after);

    /** The position before the oldest event kept; the largest there is if there is no history. */
    long beginning();

    /** No event that is not kept any more was stored later than this, in milliseconds since 1970. */
    long beginningMillis();

    /**
     * Whether events of these topics after a position may be gone from here. May say so without need, never the
     * opposite.
     */
    boolean hasLost(long after, Selection selection);

    /**
     * A page that has the first events of these topics after a position, and maybe others, if it is in memory; else null,
     * and {@link #read} gets it.
     *
     * @param after where {@link #reaches} is true
     */
    @Nullable
    Page cached(long after, Selection selection);

    /** Reads a page like that of {@link #cached}. Fails if the history does not reach that far any more. */
    CompletionStage<Page> read(long after, Selection selection);

    /**
     * Looks for the newest events of these topics.
     *
     * @param through what is newer does not count
     * @return the position after which there are exactly {@code count} of them, or, if there are fewer, the beginning
     */
    CompletionStage<Long> beforeLast(int count, Selection selection, long through);

    /** Looks for the last position before all events that were stored at a time or later. */
    CompletionStage<Long> beforeInstant(long timestampMillis);

    /** Whether an event of a page is known to have been followed by one with the same key, in every topic of it. */
    boolean isSuperseded(Page page, int index);
}
