package dev.breakwater.sse.delivery;

import java.util.concurrent.CompletionStage;

/** One client's open stream. Any thread. */
public interface Subscription {
    /** Ends the stream after what was written so far. Does nothing if it has ended. */
    void close();

    /** Ends the stream because the same client has another one now. Does nothing if it has ended. */
    void replace();

    /** Completes with the reason once the stream has ended; never exceptionally. Do not block in its dependants. */
    CompletionStage<CloseReason> closed();
}
