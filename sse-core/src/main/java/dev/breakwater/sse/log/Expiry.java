package dev.breakwater.sse.log;

/**
 * What is not served of an event's topics any more. An event is expired if either holds.
 *
 * @param before stored before this, in milliseconds since 1970
 * @param through at or before this position
 */
public record Expiry(long before, long through) {
    /** Nothing is expired. */
    public static final Expiry NONE = new Expiry(Long.MIN_VALUE, 0);

    /** Whether an event is expired. */
    public boolean covers(long position, long timestampMillis) {
        return position <= through || timestampMillis < before;
    }
}
