package dev.breakwater.sse.delivery;

import java.time.Duration;

/** The delays that streams are told. Any thread. */
@FunctionalInterface
interface RetryDelays {
    /** One for a stream that may be cut off at any time, together with all others. */
    Duration draw();

    /** One for a stream that the server ends alone: its client need not stay away for long. */
    default Duration alone() {
        return draw();
    }
}
