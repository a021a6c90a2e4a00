package dev.breakwater.sse.event;

import dev.breakwater.sse.topic.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher gives: data, and where it goes. Immutable.
 *
 * <p>Data may be any text. The event stream format has lines, so CR and CRLF reach the client as LF; unpaired
 * surrogates, which UTF-8 cannot carry, as U+FFFD; all else arrives as it was given.
 *
 * @param topics one to {@value #MAX_TOPICS} topic names; a subscriber of several of them gets the event once
 * @param data the text
 * @param name the event type that page code listens for ({@code addEventListener(name, …)}), or null for {@code
 *     message}; at most {@value #MAX_NAME_LENGTH} characters without CR, LF or NUL. {@code open} and {@code error} are
 *     refused, because a browser mixes them up with its own events, and so are names that start with {@code
 *     breakwater.}, which are the server's
 * @param key what this event is the latest value of, within its topics, or null; a slow subscriber that conflates gets
 *     only the newest event of each key. At most {@value #MAX_KEY_LENGTH} characters
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">HTML,
 *     9.2.6</a>
 */
public record SseEvent(
        List<String> topics,
        String data,
        @Nullable String name,
        @Nullable String key) {
    /** The most topics that one event may have. */
    public static final int MAX_TOPICS = 16;

    /** The longest event name, in characters. */
    public static final int MAX_NAME_LENGTH = 255;

    /** The longest key, in characters. */
    public static final int MAX_KEY_LENGTH = 255;

    /** What the names of the server's own events start with. */
    public static final String RESERVED_PREFIX = "breakwater.";

    /**
     * Checks all parts.
     *
     * @throws IllegalArgumentException if one is out of its range; the message says which and what is allowed
     */
    public SseEvent {
        topics = List.copyOf(topics);
        if (topics.isEmpty() || topics.size() > MAX_TOPICS) {
            throw new IllegalArgumentException("event must have 1.." + MAX_TOPICS + " topics: " + topics.size());
        }
        topics.forEach(Topics::requireName);
        if (topics.size() > 1 && topics.stream().distinct().count() < topics.size()) {
            throw new IllegalArgumentException("event must name each topic once");
        }
        if (name != null) {
            requireLine("event name", name, MAX_NAME_LENGTH);
            if (name.equals("open") || name.equals("error")) {
                throw new IllegalArgumentException("event name must not be 'open' or 'error': a browser takes them for"
                        + " its own connection events");
            }
            if (name.startsWith(RESERVED_PREFIX)) {
                throw new IllegalArgumentException(
                        "event name must not start with '" + RESERVED_PREFIX + "': such names are the server's");
            }
        }
        if (key != null) {
            requireLine("event key", key, MAX_KEY_LENGTH);
        }
    }

    /** An event of one topic, of type {@code message}, without a key. */
    public static SseEvent of(String topic, String data) {
        return new SseEvent(List.of(topic), data, null, null);
    }

    /** The same event with another name. */
    public SseEvent withName(String newName) {
        return new SseEvent(topics, data, newName, key);
    }

    /** The same event with another key. */
    public SseEvent withKey(String newKey) {
        return new SseEvent(topics, data, name, newKey);
    }

    private static void requireLine(String what, String text, int longest) {
        if (text.isEmpty() || text.length() > longest) {
            throw new IllegalArgumentException(what + " must have 1.." + longest + " characters: " + text.length());
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException(what + " must have no CR, LF or NUL (at character " + i + ")");
            }
        }
    }
}
