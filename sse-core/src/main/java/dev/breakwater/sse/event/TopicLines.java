package dev.breakwater.sse.event;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The topics of events as lines {@code topic: …}, to be put before an event's frame for a client that asked for them. The
 * standard has every parser ignore a field that it does not know.
 *
 * <p>Remembers the lines of the topics that it saw last. Owned by one thread.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation">HTML,
 *     9.2.6</a>
 */
public final class TopicLines {
    static final int MOST_REMEMBERED = 1024;

    private final Map<List<String>, byte[]> remembered = new HashMap<>();

    /** Remembers nothing yet. */
    public TopicLines() {}

    /** One line for each topic, in UTF-8; not a copy: read only. */
    public byte[] of(List<String> topics) {
        byte[] lines = remembered.get(topics);
        if (lines == null) {
            if (remembered.size() == MOST_REMEMBERED) {
                remembered.clear();
            }
            lines = encode(topics);
            remembered.put(topics, lines);
        }
        return lines;
    }

    /** A topic's name has no line ends. */
    private static byte[] encode(List<String> topics) {
        StringBuilder lines = new StringBuilder();
        topics.forEach(topic -> lines.append("topic: ").append(topic).append('\n'));
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }
}
