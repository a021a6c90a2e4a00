package dev.breakwater.sse.topic;

/**
 * What a subscriber asks for: one topic ({@code prices/acme}) or all that match, where a segment {@code *} stands for
 * any one segment and a last segment {@code **} for one or more. Immutable.
 */
public final class TopicPattern {
    private static final String REST = "**";

    private final String text;
    private final String[] segments;
    private final boolean rest;
    private final int literalPrefix;

    private TopicPattern(String text) {
        this.text = text;
        this.segments = text.split("/", -1);
        this.rest = segments[segments.length - 1].equals(REST);
        int star = text.indexOf('*');
        this.literalPrefix = star < 0 ? text.length() : star;
    }

    /**
     * Parses a topic name or pattern.
     *
     * @throws IllegalArgumentException if it is neither; the message says what to change
     */
    public static TopicPattern of(String text) {
        String fault = Topics.fault(text, true);
        if (fault != null) {
            throw new IllegalArgumentException("topic pattern " + fault);
        }
        return new TopicPattern(text);
    }

    /** Whether this names exactly one topic. */
    public boolean isExact() {
        return literalPrefix == text.length();
    }

    /** Whether this matches every topic there can be. */
    public boolean isEverything() {
        return text.equals(REST);
    }

    /** The text before the first wildcard: every topic that matches starts with it. */
    public String literalPrefix() {
        return text.substring(0, literalPrefix);
    }

    /** Whether a topic of this (valid) name matches. */
    public boolean matches(String topic) {
        if (isExact()) {
            return text.equals(topic);
        }
        if (!topic.startsWith(text.substring(0, literalPrefix))) {
            return false;
        }
        int fixed = rest ? segments.length - 1 : segments.length;
        int start = 0;
        for (int i = 0; i < fixed; i++) {
            int slash = topic.indexOf('/', start);
            int end = slash < 0 ? topic.length() : slash;
            String segment = segments[i];
            boolean same = segment.equals("*") || (segment.length() == end - start && topic.startsWith(segment, start));
            if (!same) {
                return false;
            }
            boolean lastOfTopic = slash < 0;
            if (lastOfTopic) {
                return i == fixed - 1 && !rest;
            }
            start = end + 1;
        }
        return rest;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TopicPattern that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
