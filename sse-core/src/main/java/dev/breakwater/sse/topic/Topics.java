package dev.breakwater.sse.topic;

/**
 * The syntax of topic names: one to {@value #MAX_SEGMENTS} segments separated by {@code /}, at most {@value
 * #MAX_LENGTH} characters in all, no white space, no control characters and no {@code *}.
 */
public final class Topics {
    /** The longest topic name or pattern, in characters. */
    public static final int MAX_LENGTH = 256;

    /** The most segments of a topic name or pattern. */
    public static final int MAX_SEGMENTS = 16;

    private Topics() {}

    /**
     * Returns the name itself if it is a topic name.
     *
     * @throws IllegalArgumentException if it is not; the message says what to change and echoes nothing unprintable
     */
    public static String requireName(String name) {
        String fault = fault(name, false);
        if (fault != null) {
            throw new IllegalArgumentException("topic " + fault);
        }
        return name;
    }

    /** Says what is wrong with a name or pattern, or null if nothing is. */
    static @org.jspecify.annotations.Nullable String fault(String text, boolean wildcards) {
        int length = text.length();
        if (length == 0) {
            return "must not be empty";
        }
        if (length > MAX_LENGTH) {
            return "must have at most " + MAX_LENGTH + " characters: " + length;
        }
        int segments = 1;
        int start = 0;
        for (int i = 0; i <= length; i++) {
            char c = i < length ? text.charAt(i) : '/';
            if (c == '/') {
                if (i == start) {
                    return "must have no empty segment, nor start or end with '/' (at character " + i + ")";
                }
                String segmentFault = wildcards ? wildcardFault(text, start, i) : null;
                if (segmentFault != null) {
                    return segmentFault;
                }
                start = i + 1;
                segments += i < length ? 1 : 0;
            } else if (c == '*' && !wildcards) {
                return "must name one topic, without '*' (at character " + i + ")";
            } else if (!allowed(text, i)) {
                return "must have no white space, control characters or broken surrogates (at character " + i + ")";
            }
        }
        return segments > MAX_SEGMENTS ? "must have at most " + MAX_SEGMENTS + " segments: " + segments : null;
    }

    private static @org.jspecify.annotations.Nullable String wildcardFault(String text, int start, int end) {
        if (text.indexOf('*', start) < 0 || text.indexOf('*', start) >= end) {
            return null;
        }
        boolean one = end - start == 1;
        boolean rest = end - start == 2 && text.charAt(start + 1) == '*' && text.charAt(start) == '*';
        if (rest && end < text.length()) {
            return "must have '**' only as its last segment (at character " + start + ")";
        }
        return one || rest ? null : "must have '*' or '**' only as a whole segment (at character " + start + ")";
    }

    private static boolean allowed(String text, int i) {
        char c = text.charAt(i);
        if (c > ' ' && c < 0x7F) {
            return true;
        }
        if (Character.isSurrogate(c)) {
            return Character.isHighSurrogate(c)
                    ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                    : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
        }
        return !Character.isISOControl(c) && !Character.isWhitespace(c) && !Character.isSpaceChar(c) && c > ' ';
    }
}
