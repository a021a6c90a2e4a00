package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.store.Selection;
import dev.breakwater.sse.topic.TopicPattern;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far the events of each topic were given up, so that a client of a quiet topic is not told of a gap because a busy
 * one pushed the journal forward. It knows {@value #MOST_TOPICS} topics since the start; for the others, and for what was
 * given up before the start, the answer is that events may be gone. Any thread.
 */
final class LostTopics {
    private static final int MOST_TOPICS = 10_000;

    private final Map<String, Long> lostThrough = new LinkedHashMap<>();
    private long unknownThrough;

    /** Nothing is known of what was given up through a position. */
    LostTopics(long unknownThrough) {
        this.unknownThrough = unknownThrough;
    }

    synchronized void add(Map<String, Long> newestOfTopics) {
        newestOfTopics.forEach((topic, position) -> {
            lostThrough.remove(topic);
            lostThrough.put(topic, position);
        });
        Iterator<Long> longestUnheardOf = lostThrough.values().iterator();
        while (lostThrough.size() > MOST_TOPICS) {
            unknownThrough = Math.max(unknownThrough, longestUnheardOf.next());
            longestUnheardOf.remove();
        }
    }

    /** Nothing is known of what was given up through a position. */
    synchronized void addUnknown(long through) {
        unknownThrough = Math.max(unknownThrough, through);
    }

    synchronized boolean hasAfter(long after, Selection selection) {
        return unknownThrough > after || selection.patterns().stream().anyMatch(pattern -> newest(pattern) > after);
    }

    private long newest(TopicPattern pattern) {
        if (pattern.isExact()) {
            return lostThrough.getOrDefault(pattern.toString(), 0L);
        }
        return lostThrough.entrySet().stream()
                .filter(entry -> pattern.matches(entry.getKey()))
                .mapToLong(Map.Entry::getValue)
                .max()
                .orElse(0);
    }
}
