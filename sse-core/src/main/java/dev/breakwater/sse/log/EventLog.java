package dev.breakwater.sse.log;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.topic.TopicPattern;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ordered, bounded record of events: the only place where events wait. One total order, and within it a chain for
 * each topic and for each pattern that somebody reads, so that a cursor never scans past what it does not want.
 *
 * <p>Writers hold {@code lock}; readers take none. What makes them agree is the {@linkplain #horizon() horizon}: an
 * entry goes into all of its chains first, and only then does the horizon move to it. A reader that loads the horizon
 * first and reads no further therefore finds every chain complete up to there, which is what keeps several chains in
 * order when they are merged.
 */
public final class EventLog {
    private static final TopicPattern EVERYTHING = TopicPattern.of("**");

    private static final long BETWEEN_AGE_LIMITS_MILLIS = 100;
    private static final double ENDANGERED = 7.0 / 8;

    private final LogBounds bounds;
    private final InstantSource clock;
    private final Chain everything;

    private final Object lock = new Object();
    private final ArrayDeque<LogEntry> entries = new ArrayDeque<>();
    private final ChainIndex chains;
    private final Set<Chain> limited = new HashSet<>();
    private long agesLimitedAt;
    private long appendedBytes;
    private long evictedBytes;

    private volatile long horizon;
    private volatile long evictedMillis = Long.MIN_VALUE;
    private volatile long totalBytes;

    /**
     * Starts an empty log.
     *
     * @param beginning the position before the first event: what came at or before it is not here
     */
    public EventLog(LogBounds bounds, InstantSource clock, int maxPatterns, long beginning) {
        this(bounds, clock, maxPatterns, beginning, List.of());
    }

    /**
     * Starts an empty log that serves less of some topics.
     *
     * @param beginning the position before the first event: what came at or before it is not here
     * @param limits the first that matches a topic is its own
     */
    public EventLog(LogBounds bounds, InstantSource clock, int maxPatterns, long beginning, List<TopicLimit> limits) {
        this.bounds = bounds;
        this.clock = clock;
        this.everything = new Chain(EVERYTHING, beginning);
        this.chains = new ChainIndex(maxPatterns, beginning, limits);
        this.horizon = beginning;
    }

    /** Everything at or before this position can be read; nothing after it should be. */
    public long horizon() {
        return horizon;
    }

    /**
     * Adds sealed events, all at once as readers see it, and tells the listeners of their chains. Calls must not
     * overlap, and positions must grow.
     */
    public void append(long[] positions, long timestampMillis, List<EncodedEvent> events) {
        LogEntry[] added = new LogEntry[positions.length];
        synchronized (lock) {
            for (int i = 0; i < positions.length; i++) {
                added[i] = append(positions[i], timestampMillis, events.get(i));
            }
            evictOverBounds(timestampMillis);
            totalBytes = appendedBytes - evictedBytes;
        }
        horizon = positions[positions.length - 1];
        everything.tellListeners();
        for (LogEntry entry : added) {
            for (Chain chain : entry.chains) {
                tellReaders(chain);
            }
        }
    }

    /** Lets go of what has become too old. For a timer: appending does it too. */
    public void expire() {
        synchronized (lock) {
            evictOverBounds(clock.millis());
            totalBytes = appendedBytes - evictedBytes;
        }
    }

    /**
     * A cursor on some topics and patterns that continues after a position. It keeps its chains alive until it is
     * {@linkplain #release released}.
     *
     * @throws IllegalStateException if the log holds as many patterns as it may
     */
    public Cursor cursor(Collection<TopicPattern> patterns, long after) {
        Chain[] read =
                patterns.stream().anyMatch(TopicPattern::isEverything) ? new Chain[] {everything} : acquire(patterns);
        return new Cursor(read, after);
    }

    /** Gives back what a cursor kept alive. Once for each cursor. */
    public void release(Cursor cursor) {
        synchronized (lock) {
            release(Arrays.asList(cursor.chains()));
        }
    }

    /** What is not served any more of events with exactly these topics. */
    public Expiry expiry(List<String> topics) {
        if (!chains.hasLimits()) {
            return Expiry.NONE;
        }
        synchronized (lock) {
            long now = clock.millis();
            long before = Long.MAX_VALUE;
            long through = Long.MAX_VALUE;
            for (String topic : topics) {
                TopicLimit limit = chains.limit(topic);
                if (limit == null) {
                    return Expiry.NONE;
                }
                Chain chain = chains.known(topic);
                before = Math.min(before, limit.oldestMillis(now));
                through = Math.min(through, chain == null ? 0 : chain.limitedThrough);
            }
            return new Expiry(before, through);
        }
    }

    /** The position of the oldest event kept, or 0 if none is. */
    public long oldest() {
        LogEntry entry = firstAfter(0);
        return entry == null ? 0 : entry.position();
    }

    /** The last position before all kept events that were stored at a time, in milliseconds since 1970, or later. */
    public long beforeInstant(long timestampMillis) {
        long low = everything.tail();
        long high = everything.head();
        while (low < high) {
            long middle = (low + high) >>> 1;
            LogEntry entry = everything.get(middle);
            if (entry == null || entry.timestampMillis < timestampMillis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        LogEntry found = low < everything.head() ? everything.get(low) : null;
        return found == null ? horizon : found.position() - 1;
    }

    /** Whether an event that was stored at a time or later may have been let go. */
    public boolean hasLostSince(long timestampMillis) {
        return evictedMillis >= timestampMillis;
    }

    /** The number of events kept. */
    public long size() {
        long oldest = everything.tail(); // first: the head never falls behind it
        return everything.head() - oldest;
    }

    /** The number of events ever appended. */
    public long appended() {
        return everything.head();
    }

    /** What the kept events cost the heap, in bytes. */
    public long bytes() {
        return totalBytes;
    }

    /** The number of topics known. */
    public int topics() {
        synchronized (lock) {
            return chains.topics();
        }
    }

    /**
     * Whether an entry will soon be let go, at the present rate of publishing: less than an eighth of one of the bounds
     * is left to it.
     */
    public boolean isEndangered(LogEntry entry) {
        long age = clock.millis() - entry.timestampMillis;
        return usedSince(entry) > ENDANGERED || (double) age / bounds.maxAge().toMillis() > ENDANGERED;
    }

    /** How much of the bounds on events and bytes is used by what comes after a position, 0..1. */
    public double usedSince(long position) {
        LogEntry entry = firstAfter(position);
        return entry == null ? 0 : usedSince(entry);
    }

    private @Nullable LogEntry firstAfter(long position) {
        long next = everything.sequenceAfter(position);
        return next < everything.head() ? everything.get(next) : null;
    }

    private double usedSince(LogEntry entry) {
        long head = everything.head();
        LogEntry newest = everything.get(head - 1);
        long bytes = newest == null ? 0 : newest.endOffset - entry.endOffset;
        return Math.max((double) (head - entry.ordinal) / bounds.maxEvents(), (double) bytes / bounds.maxBytes());
    }

    private LogEntry append(long position, long timestampMillis, EncodedEvent event) {
        List<String> topics = event.topics();
        Chain[] ofTopics = new Chain[topics.size()];
        for (int i = 0; i < ofTopics.length; i++) {
            ofTopics[i] = chains.topic(topics.get(i));
        }
        LogEntry entry = new LogEntry(position, everything.head(), appendedBytes, timestampMillis, event, ofTopics);
        String key = event.key();
        for (Chain chain : ofTopics) {
            chain.append(entry);
            for (Chain view : chain.views()) {
                view.append(entry);
            }
            if (key != null) {
                chain.supersede(entry, key);
            }
            if (chain.limit != null) {
                limited.add(chain);
                limit(chain, chain.limit, timestampMillis);
            }
        }
        entries.addLast(entry);
        everything.append(entry);
        appendedBytes = entry.endOffset;
        return entry;
    }

    /** Lets a topic's chain let go of what is beyond its limit. */
    private static void limit(Chain chain, TopicLimit limit, long nowMillis) {
        long oldestMillis = limit.oldestMillis(nowMillis);
        while (!chain.isEmpty()) {
            LogEntry oldest = chain.get(chain.tail());
            if (oldest == null
                    || (chain.head() - chain.tail() <= limit.maxEvents() && oldest.timestampMillis >= oldestMillis)) {
                return;
            }
            chain.evict(oldest);
            chain.limitedThrough = oldest.position();
            oldest.expireInOneTopic();
        }
    }

    private void limitAges(long nowMillis) {
        if (limited.isEmpty() || Math.abs(nowMillis - agesLimitedAt) < BETWEEN_AGE_LIMITS_MILLIS) {
            return;
        }
        agesLimitedAt = nowMillis;
        for (Chain chain : List.copyOf(limited)) {
            if (chain.limit != null) {
                limit(chain, chain.limit, nowMillis);
            }
            if (chain.isEmpty()) {
                limited.remove(chain);
                chains.forgetIfUnused(chain);
            }
        }
    }

    private void evictOverBounds(long nowMillis) {
        limitAges(nowMillis);
        LogEntry oldest = entries.peekFirst();
        long oldestKept = nowMillis - bounds.maxAge().toMillis();
        while (oldest != null
                && (entries.size() > bounds.maxEvents()
                        || appendedBytes - evictedBytes > bounds.maxBytes()
                        || oldest.timestampMillis < oldestKept)) {
            entries.pollFirst();
            evictedBytes = oldest.endOffset;
            evictedMillis = oldest.timestampMillis;
            for (Chain chain : oldest.chains) {
                chain.evict(oldest);
                for (Chain view : chain.views()) {
                    view.evict(oldest);
                }
                chains.forgetIfUnused(chain);
            }
            everything.evict(oldest);
            oldest = entries.peekFirst();
        }
    }

    private Chain[] acquire(Collection<TopicPattern> patterns) {
        List<Chain> read = new ArrayList<>(patterns.size());
        synchronized (lock) {
            try {
                for (TopicPattern pattern : patterns) {
                    Chain chain = pattern.isExact() ? chains.topic(pattern.toString()) : view(pattern);
                    if (!read.contains(chain)) {
                        chain.readers++;
                        read.add(chain);
                    }
                }
            } catch (IllegalStateException tooManyPatterns) {
                release(read);
                throw tooManyPatterns;
            }
        }
        return read.toArray(Chain[]::new);
    }

    private void release(List<Chain> read) {
        for (Chain chain : read) {
            if (chain != everything) {
                chain.readers--;
                chains.forgetIfUnused(chain);
            }
        }
    }

    private Chain view(TopicPattern pattern) {
        Chain known = chains.view(pattern);
        if (known != null) {
            return known;
        }
        Chain view = chains.addView(pattern);
        List<LogEntry> kept = new ArrayList<>();
        for (Chain topic : chains.topicsMatching(pattern)) {
            for (long sequence = topic.tail(); sequence < topic.head(); sequence++) {
                LogEntry entry = topic.get(sequence);
                if (entry != null) {
                    kept.add(entry);
                }
            }
        }
        kept.sort(Comparator.comparingLong(LogEntry::position));
        kept.forEach(view::append);
        return view;
    }

    /**
     * Tells all that read a topic. A view that is added meanwhile may be missed: its first reader has yet to look at it
     * for the first time.
     */
    private static void tellReaders(Chain topic) {
        topic.tellListeners();
        for (Chain view : topic.views()) {
            view.tellListeners();
        }
    }
}
