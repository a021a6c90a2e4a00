package dev.breakwater.sse.store;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.log.LogBounds;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What keeps the log. A store gives each event its place in the one total order, keeps it as durably as it promises,
 * and then feeds it to the log through the {@link Tail}; so what reaches a client can always be found again.
 *
 * <p>The log holds the newest part of the history in memory. A store that holds more is asked for the older part only.
 *
 * <p>Any number of threads may call {@link #append} and {@link #knows}; {@link #open}, {@link
 * #feed} and {@link #close} are called once each, in this order.
 */
public interface ReplayStore extends AutoCloseable {
    /** The life of the history that positions belong to: 4..20 ASCII letters and digits. A new one if it is lost. */
    String epoch();

    /**
     * Opens the history.
     *
     * @param memory what the log can hold, so that the tail need not be given more
     * @return the position before the first event that the tail will be given
     */
    long open(LogBounds memory);

    /**
     * Starts feeding the tail: first what of the history the log should hold, then each event as it is appended, by
     * whichever node.
     */
    void feed(Tail tail);

    /**
     * Appends events, all or none. The stage completes once they are as durable as the store promises and the tail was
     * given them. If they were appended before, with the same idempotency key, it completes with the receipt of that
     * time.
     *
     * <p>It fails with a {@link StoreUnavailableException} if they could not be stored, an {@link
     * IdempotencyConflictException} if their key stands for other events, an {@link IllegalStateException} if the store
     * is not open. Do not block in its dependants.
     */
    CompletionStage<Receipt> append(Publication publication);

    /** What is kept beyond the log's memory. */
    default History history() {
        return History.NONE;
    }

    /** Whether an id is from this history; whether the events after it are still kept is for the log to say. */
    default boolean knows(EventId id) {
        return id.epoch().equals(epoch());
    }

    /** Whether positions are 1, 2, 3, … without any left out, so that events can be counted by them. */
    default boolean countsByOne() {
        return false;
    }

    /** Ends the feeding. What was appended before stays as durable as promised. */
    @Override
    void close();

    /** What a store feeds. Calls must not overlap, and positions must grow. */
    @FunctionalInterface
    interface Tail {
        /**
         * Takes stored and sealed events.
         *
         * @param timestampMillis when they were stored, in milliseconds since 1970
         */
        void accept(long[] positions, long timestampMillis, List<EncodedEvent> events);
    }
}
