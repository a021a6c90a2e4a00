package dev.breakwater.sse.log;

import dev.breakwater.sse.topic.TopicPattern;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How much is served of the topics that match a pattern, where that is less than what is kept of all. The first limit that
 * matches a topic is its own; an event of several topics is served as long as one of them serves it.
 *
 * @param topics the pattern
 * @param maxAge no event of them that is older is served, positive; or null for no such limit
 * @param maxEvents no more than this number of the newest events of each, as far as memory reaches; 1..2^30
 */
public record TopicLimit(TopicPattern topics, @Nullable Duration maxAge, int maxEvents) {
    private static final int MOST_EVENTS = 1 << 30;

    /**
     * Checks both bounds.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public TopicLimit {
        if (maxAge != null && (maxAge.isNegative() || maxAge.isZero())) {
            throw new IllegalArgumentException("retention age of " + topics + " must be positive: " + maxAge);
        }
        if (maxEvents < 1 || maxEvents > MOST_EVENTS) {
            throw new IllegalArgumentException(
                    "retention events of " + topics + " must be 1.." + MOST_EVENTS + ": " + maxEvents);
        }
    }

    /** A limit on age alone. */
    public static TopicLimit of(String topics, Duration maxAge) {
        return new TopicLimit(TopicPattern.of(topics), maxAge, MOST_EVENTS);
    }

    /** A limit on the number of events alone. */
    public static TopicLimit of(String topics, int maxEvents) {
        return new TopicLimit(TopicPattern.of(topics), null, maxEvents);
    }

    /** Nothing that was stored before is served any more. */
    long oldestMillis(long nowMillis) {
        return maxAge == null ? Long.MIN_VALUE : nowMillis - maxAge.toMillis();
    }
}
