package dev.breakwater.sse.log;

import dev.breakwater.sse.topic.TopicPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The log as a list that is searched from its beginning for each question: slow, and too simple to be wrong. */
final class LogModel {
    private final LogBounds bounds;
    private final List<Event> events = new ArrayList<>();
    private int firstKept;

    LogModel(LogBounds bounds) {
        this.bounds = bounds;
    }

    /** An event, and what has become of it. */
    static final class Event {
        final long position;
        private final List<String> topics;
        private final @Nullable String key;
        private final long timestampMillis;
        private final long bytes;
        private final List<String> supersededIn = new ArrayList<>();

        private Event(long position, List<String> topics, @Nullable String key, long timestampMillis, long bytes) {
            this.position = position;
            this.topics = topics;
            this.key = key;
            this.timestampMillis = timestampMillis;
            this.bytes = bytes;
        }

        boolean isSuperseded() {
            return supersededIn.containsAll(topics);
        }

        private boolean isOf(Set<TopicPattern> patterns) {
            return topics.stream().anyMatch(topic -> patterns.stream().anyMatch(pattern -> pattern.matches(topic)));
        }
    }

    void append(long position, List<String> topics, @Nullable String key, long timestampMillis, long bytes) {
        if (key != null) {
            for (Event event : kept()) {
                if (key.equals(event.key)) {
                    event.topics.stream().filter(topics::contains).forEach(event.supersededIn::add);
                }
            }
        }
        events.add(new Event(position, topics, key, timestampMillis, bytes));
    }

    void evict(long nowMillis) {
        while (firstKept < events.size()
                && (events.size() - firstKept > bounds.maxEvents()
                        || bytes() > bounds.maxBytes()
                        || events.get(firstKept).timestampMillis
                                < nowMillis - bounds.maxAge().toMillis())) {
            firstKept++;
        }
    }

    List<Event> kept() {
        return events.subList(firstKept, events.size());
    }

    long bytes() {
        return kept().stream().mapToLong(event -> event.bytes).sum();
    }

    long appended() {
        return events.size();
    }

    boolean isBehind(Set<TopicPattern> patterns, long position) {
        return gone(patterns, position).stream().findAny().isPresent();
    }

    boolean hasLostCurrent(Set<TopicPattern> patterns, long position) {
        return gone(patterns, position).stream().anyMatch(event -> !event.isSuperseded());
    }

    /** The newest event that is gone, or 0: whoever begins with the earliest is after it. */
    long goneThrough(Set<TopicPattern> patterns) {
        return gone(patterns, 0).stream()
                .mapToLong(event -> event.position)
                .max()
                .orElse(0);
    }

    /** What is still to come after a position, if nothing was lost. */
    List<Event> after(Set<TopicPattern> patterns, long position) {
        return kept().stream()
                .filter(event -> event.position > position && event.isOf(patterns))
                .toList();
    }

    /** How much is still to come, where each pattern counts for itself. */
    long lag(Set<TopicPattern> patterns, long position) {
        return patterns.stream()
                .mapToLong(pattern -> after(Set.of(pattern), position).size())
                .sum();
    }

    private List<Event> gone(Set<TopicPattern> patterns, long position) {
        return events.subList(0, firstKept).stream()
                .filter(event -> event.position > position && event.isOf(patterns))
                .toList();
    }
}
