package dev.breakwater.sse.delivery;

/** What becomes of a client that reads more slowly than its topics are published to. */
public enum SlowConsumerPolicy {
    /** It is disconnected before it loses anything, and replays from its last event id when it comes back. */
    DISCONNECT,
    /** It jumps forward to the newest event, and is told of the gap. */
    SKIP,
    /** Of each key it gets the newest event only, in order; events without a key it gets all. */
    CONFLATE
}
