package dev.breakwater.benchmarks.targets;

import java.util.List;
import java.util.Optional;

/**
 * The paths at which a server's streams are asked for.
 *
 * @param prefix goes before a topic
 * @param separator goes between the topics of one stream; empty: the server has one topic only
 * @param patterns whether {@code name/*} stands for all topics below a name
 * @param history goes before a topic in place of the prefix if what was published before is to come too
 */
record Subscriptions(String prefix, String separator, boolean patterns, Optional<String> history) {
    /** A server that takes {@code topic} again and again, and remembers nothing. */
    static final Subscriptions PLAIN = new Subscriptions("/events?topic=", "&topic=", false, Optional.empty());

    String to(String topic) {
        return prefix + topic;
    }

    /**
     * A stream of several topics.
     *
     * @throws IllegalArgumentException if the server has none
     */
    String to(List<String> topics) {
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("it has one topic only");
        }
        return prefix + String.join(separator, topics);
    }

    /**
     * A stream of a pattern.
     *
     * @throws IllegalArgumentException if the server has none
     */
    String toPattern(String pattern) {
        if (!patterns) {
            throw new IllegalArgumentException("it has no patterns");
        }
        return prefix + pattern;
    }

    /**
     * A stream that begins with what was published before.
     *
     * @throws IllegalArgumentException if the server keeps none of it
     */
    String fromEarliest(String topic) {
        return history.orElseThrow(() -> new IllegalArgumentException("it keeps no history")) + topic;
    }
}
