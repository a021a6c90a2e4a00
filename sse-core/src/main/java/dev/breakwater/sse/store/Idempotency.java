package dev.breakwater.sse.store;

/**
 * What makes a publication recognisable when it is sent again.
 *
 * @param key what the publisher chose, 1..{@value #MAX_KEY_LENGTH} visible ASCII characters
 * @param fingerprint of what it published: another one under the same key is a mistake
 */
public record Idempotency(String key, long fingerprint) {
    /** The longest key, in characters. */
    public static final int MAX_KEY_LENGTH = 255;

    /**
     * Checks the key.
     *
     * @throws IllegalArgumentException if it is out of its range
     */
    public Idempotency {
        if (key.isEmpty() || key.length() > MAX_KEY_LENGTH || !key.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "idempotency key must have 1.." + MAX_KEY_LENGTH + " visible ASCII characters");
        }
    }
}
