package dev.breakwater.sse.log;

import dev.breakwater.sse.topic.TopicPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which chains there are, by name. All guarded by the log's lock.
 *
 * <p>A topic without events and readers is remembered for a while, because its chain alone knows how far its own
 * history was let go: a client of a quiet topic then returns without a false alarm. Beyond {@value #MAX_IDLE_TOPICS}
 * of those the longest idle one is forgotten, and from then on its clients are told of a gap that may be none.
 */
final class ChainIndex {
    private static final int MAX_IDLE_TOPICS = 10_000;

    private final int maxPatterns;
    private final List<TopicLimit> limits;
    private final Map<String, Chain> topics = new HashMap<>();
    private final NavigableMap<String, Chain> topicsByName = new TreeMap<>();
    private final Map<TopicPattern, Chain> views = new HashMap<>();
    private final Map<String, List<Chain>> viewsByLiteralPrefix = new HashMap<>();
    private final LinkedHashSet<Chain> idle = new LinkedHashSet<>();
    private long forgottenThrough;

    ChainIndex(int maxPatterns, long beginning, List<TopicLimit> limits) {
        this.maxPatterns = maxPatterns;
        this.limits = List.copyOf(limits);
        this.forgottenThrough = beginning;
    }

    int topics() {
        return topics.size();
    }

    /** The chain of a topic, which is made if there is none. */
    Chain topic(String name) {
        Chain chain = topics.get(name);
        if (chain == null) {
            chain = new Chain(TopicPattern.of(name), forgottenThrough);
            chain.limit = limit(name);
            topics.put(name, chain);
            topicsByName.put(name, chain);
            for (Chain view : viewsOf(name)) {
                chain.addView(view);
            }
        } else if (!idle.isEmpty()) {
            idle.remove(chain);
        }
        return chain;
    }

    /** The limit of a topic, or null if it has none. */
    @Nullable
    TopicLimit limit(String name) {
        for (TopicLimit limit : limits) {
            if (limit.topics().matches(name)) {
                return limit;
            }
        }
        return null;
    }

    /** The chain of a topic, or null if there is none. */
    @Nullable
    Chain known(String name) {
        return topics.get(name);
    }

    boolean hasLimits() {
        return !limits.isEmpty();
    }

    @Nullable
    Chain view(TopicPattern pattern) {
        return views.get(pattern);
    }

    /** Adds an empty view and has all topics that match lead to it. */
    Chain addView(TopicPattern pattern) {
        if (views.size() >= maxPatterns) {
            throw new IllegalStateException("no more than " + maxPatterns
                    + " different topic patterns can be read at a time: subscribe to topics by name, or raise the"
                    + " limit");
        }
        List<Chain> shown = topicsMatching(pattern);
        long evictedThrough = shown.stream().mapToLong(Chain::evictedThrough).reduce(forgottenThrough, Math::max);
        Chain view = new Chain(pattern, evictedThrough);
        views.put(pattern, view);
        viewsByLiteralPrefix
                .computeIfAbsent(pattern.literalPrefix(), prefix -> new ArrayList<>(1))
                .add(view);
        shown.forEach(topic -> topic.addView(view));
        return view;
    }

    /** The topics that a pattern selects. */
    List<Chain> topicsMatching(TopicPattern pattern) {
        String prefix = pattern.literalPrefix();
        Collection<Chain> candidates = prefix.isEmpty()
                ? topicsByName.values()
                : topicsByName.subMap(prefix, justAfter(prefix)).values();
        return candidates.stream()
                .filter(topic -> pattern.matches(topic.pattern().toString()))
                .toList();
    }

    /** The least text after all that start with a literal prefix, which ends with '/'. */
    private static String justAfter(String prefix) {
        return prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1);
    }

    /** Drops a view that nobody reads, and in time a topic that has neither readers nor events. */
    void forgetIfUnused(Chain chain) {
        if (chain.readers > 0) {
            return;
        }
        if (!chain.pattern().isExact()) {
            removeView(chain);
        } else if (chain.isEmpty() && idle.add(chain) && idle.size() > MAX_IDLE_TOPICS) {
            Chain longestIdle = idle.iterator().next();
            idle.remove(longestIdle);
            removeTopic(longestIdle);
        }
    }

    private void removeTopic(Chain topic) {
        String name = topic.pattern().toString();
        topics.remove(name);
        topicsByName.remove(name);
        forgottenThrough = Math.max(forgottenThrough, topic.evictedThrough());
    }

    private void removeView(Chain view) {
        topicsMatching(view.pattern()).forEach(topic -> topic.removeView(view));
        views.remove(view.pattern());
        String prefix = view.pattern().literalPrefix();
        List<Chain> samePrefix = viewsByLiteralPrefix.get(prefix);
        if (samePrefix != null) {
            samePrefix.remove(view);
            if (samePrefix.isEmpty()) {
                viewsByLiteralPrefix.remove(prefix);
            }
        }
    }

    /** The views that show a topic: a pattern's literal prefix is empty or ends with the '/' before its wildcard. */
    private List<Chain> viewsOf(String topic) {
        if (views.isEmpty()) {
            return List.of();
        }
        List<Chain> matching = new ArrayList<>();
        for (int end = 0; end >= 0; end = topic.indexOf('/', end) + 1) {
            for (Chain view : viewsByLiteralPrefix.getOrDefault(topic.substring(0, end), List.of())) {
                if (view.pattern().matches(topic)) {
                    matching.add(view);
                }
            }
            if (topic.indexOf('/', end) < 0) {
                break;
            }
        }
        return matching;
    }
}
