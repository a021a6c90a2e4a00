package dev.breakwater.sse.delivery;

import java.time.Instant;

/** Where in the log a subscription begins. */
public sealed interface StartPosition {
    /** The most events that {@link Last} may ask for. */
    int MOST_LAST = 1_000_000;

    /** With what is published from now on. */
    static StartPosition latest() {
        return new Latest();
    }

    /** With the oldest event kept. */
    static StartPosition earliest() {
        return new Earliest();
    }

    /** With the newest {@code count} events of the topics. */
    static StartPosition last(int count) {
        return new Last(count);
    }

    /** With the first event that was stored at a time or later. */
    static StartPosition since(Instant instant) {
        return new Since(instant);
    }

    /**
     * With the latest event of each key that is still kept, in order, and then with what is published from now on. Events
     * without a key are passed over till then.
     */
    static StartPosition snapshot() {
        return new Snapshot();
    }

    /** After the event with this id, whatever text a client sent as {@code Last-Event-ID}. */
    static StartPosition after(String lastEventId) {
        return new After(lastEventId);
    }

    /** See {@link #latest}. */
    record Latest() implements StartPosition {}

    /** See {@link #earliest}. */
    record Earliest() implements StartPosition {}

    /**
     * See {@link #last}.
     *
     * @param count 1..{@value #MOST_LAST}
     */
    record Last(int count) implements StartPosition {
        /**
         * Checks the count.
         *
         * @throws IllegalArgumentException if it is out of its range
         */
        public Last {
            if (count < 1 || count > MOST_LAST) {
                throw new IllegalArgumentException("last must be 1.." + MOST_LAST + ": " + count);
            }
        }
    }

    /** See {@link #since}. */
    record Since(Instant instant) implements StartPosition {}

    /** See {@link #snapshot}. */
    record Snapshot() implements StartPosition {}

    /** See {@link #after}. */
    record After(String lastEventId) implements StartPosition {}
}
