package dev.breakwater.benchmarks.load;

import java.nio.ByteBuffer;

/** Decodes the answer to a request for a stream as it arrives, split anywhere. The body goes on without a copy. */
interface StreamDecoder {
    /** Takes the body's bytes. */
    @FunctionalInterface
    interface Body {
        void bytes(ByteBuffer in, int from, int to);
    }

    /** The status of the answer; 0 before it has arrived. */
    int status();

    boolean headComplete();

    /** Whether the head says how long the body is, as it does for every answer but a stream. */
    boolean lengthIsKnown();

    boolean ended();

    /** Makes ready for the next answer on the same connection. */
    void next();

    /**
     * Decodes up to {@code to} or to the answer's end; the index after what was used.
     *
     * @throws IllegalStateException if that is not what it should be
     */
    int decode(ByteBuffer in, int from, int to);

    /** What the protocol demands as a reply to what was decoded; empty if nothing. Ends with the next call. */
    default ByteBuffer owed() {
        return ByteBuffer.allocate(0);
    }
}
