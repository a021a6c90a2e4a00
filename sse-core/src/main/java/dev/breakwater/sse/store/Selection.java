package dev.breakwater.sse.store;

import dev.breakwater.sse.topic.TopicPattern;
import java.util.List;

/**
 * The topics that somebody reads. Immutable.
 *
 * @param patterns one or more topics and patterns
 */
public record Selection(List<TopicPattern> patterns) {
    /** Makes the list immutable. */
    public Selection {
        patterns = List.copyOf(patterns);
    }

    /** Whether no event is left out. */
    public boolean isEverything() {
        return patterns.stream().anyMatch(TopicPattern::isEverything);
    }

    /** Whether an event of these topics is read. */
    public boolean matchesAny(List<String> topics) {
        for (TopicPattern pattern : patterns) {
            for (String topic : topics) {
                if (pattern.matches(topic)) {
                    return true;
                }
            }
        }
        return false;
    }
}
