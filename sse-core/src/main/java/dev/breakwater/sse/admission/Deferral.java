package dev.breakwater.sse.admission;

import java.time.Duration;

/**
 * A client is not let in now.
 *
 * @param retry when it is to come back, from now; 500 ms..10 min
 * @param reason why
 */
public record Deferral(Duration retry, DeferralReason reason) {
    /** The soonest that a client is told to come back: Firefox does not follow what is sooner. */
    public static final Duration SOONEST = Duration.ofMillis(500);

    /** The latest that a client is told to come back. */
    public static final Duration LATEST = Duration.ofMinutes(10);

    /** Brings the time within its bounds. */
    public Deferral {
        if (retry.compareTo(SOONEST) < 0) {
            retry = SOONEST;
        } else if (retry.compareTo(LATEST) > 0) {
            retry = LATEST;
        }
    }
}
