package dev.breakwater.benchmarks.stores;

import java.io.IOException;

/** A store as its publishers see it, with whatever makes groups of what they append. */
interface Contender extends AutoCloseable {
    /** One publisher's way to it. One thread at a time. */
    Appender appender() throws IOException;

    /** Reads up to {@code most} events, from the number that the reading before has come to; returns how many. */
    int readOn(int most) throws IOException;

    @Override
    void close() throws IOException;

    /** Appends an event; it is durable when this returns. */
    interface Appender extends AutoCloseable {
        void append(byte[] event) throws IOException;

        @Override
        default void close() throws IOException {}
    }
}
