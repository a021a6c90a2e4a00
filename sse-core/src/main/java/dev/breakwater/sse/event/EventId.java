package dev.breakwater.sse.event;

import org.jspecify.annotations.Nullable;

/**
 * The id of an event on the wire: {@code <epoch>-<position>}. Clients treat it as opaque and send the last one back as
 * {@code Last-Event-ID}. Within an epoch positions grow from event to event, not always by one.
 *
 * @param epoch the life of the log that gave the position: {@value #MIN_EPOCH}..{@value #MAX_EPOCH} ASCII letters and
 *     digits
 * @param position 0..2^63-1; 0 is before the first event
 */
public record EventId(String epoch, long position) {
    static final int MIN_EPOCH = 4;
    static final int MAX_EPOCH = 20;

    /** The longest id, in bytes. */
    public static final int MAX_LENGTH = MAX_EPOCH + 1 + 19;

    /**
     * Checks both parts.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public EventId {
        if (!isEpoch(epoch, epoch.length())) {
            throw new IllegalArgumentException(
                    "epoch must have " + MIN_EPOCH + ".." + MAX_EPOCH + " ASCII letters and digits");
        }
        if (position < 0) {
            throw new IllegalArgumentException("position must be 0 or more: " + position);
        }
    }

    /** Reads an id, or returns null if the text is none of ours. */
    public static @Nullable EventId parse(String text) {
        int dash = text.indexOf('-');
        int digits = text.length() - dash - 1;
        if (dash < 0 || !isEpoch(text, dash) || digits < 1 || digits > 19) {
            return null;
        }
        long position = 0;
        for (int i = dash + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return null;
            }
            position = position * 10 + (c - '0');
        }
        boolean canonical = digits == 1 || text.charAt(dash + 1) != '0';
        return position < 0 || !canonical ? null : new EventId(text.substring(0, dash), position);
    }

    private static boolean isEpoch(String text, int length) {
        if (length < MIN_EPOCH || length > MAX_EPOCH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return epoch + '-' + position;
    }
}
