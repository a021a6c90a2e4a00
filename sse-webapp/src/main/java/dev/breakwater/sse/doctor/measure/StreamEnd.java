package dev.breakwater.sse.doctor.measure;

/** How a stream ended for its client. */
public enum StreamEnd {
    /** Everything came, and then the end. */
    COMPLETE,
    /** The end came before everything had, and looked like a proper one. */
    EARLY,
    /** The connection broke. */
    BROKEN,
    /** There was no stream, but another status or type. */
    REFUSED,
    /** The client has waited long enough. */
    GIVEN_UP,
    /** The client left, as it was to. */
    LEFT
}
