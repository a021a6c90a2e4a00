package dev.breakwater.sse.jaxrs.events;

import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.jaxrs.problem.Quoted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the query of {@code POST /events} says about the event, or about those events of a batch that say nothing
 * themselves.
 *
 * @param topics none or more
 * @param paced whether the publisher would rather be refused than outrun its subscribers
 */
record PublishQuery(
        List<String> topics,
        @Nullable String event,
        @Nullable String key,
        boolean paced) {
    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException if it is malformed; the message says what to change
     */
    static PublishQuery parse(@Nullable String query) {
        QueryParameters parameters = new QueryParameters(query, "topic", "event", "key", "pace");
        return new PublishQuery(
                parameters.all("topic"), parameters.one("event"), parameters.one("key"), pace(parameters.one("pace")));
    }

    /**
     * An event of this query.
     *
     * @throws IllegalArgumentException if it cannot be one; the message says what to change
     */
    SseEvent event(String data) {
        requireTopics();
        return new SseEvent(topics, data, event, key);
    }

    /**
     * Checks that there is a topic.
     *
     * @throws IllegalArgumentException if there is none
     */
    void requireTopics() {
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("name what to publish to: /events?topic=<topic>");
        }
    }

    private static boolean pace(@Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw new IllegalArgumentException("pace must be 'true' or 'false': " + Quoted.of(text));
    }
}
