package dev.breakwater.sse.log;

import dev.breakwater.sse.topic.TopicPattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one topic, or of all topics that match a pattern, in the order of the log. An entry's place in the
 * chain is its sequence number: the first of the chain is 0, the next 1.
 *
 * <p>One writer (whoever holds the log's lock), any number of readers without a lock. The slots are a ring that grows
 * up to what is kept. A reader loads the slot first and {@code tail} after: the writer moves {@code tail} past a
 * sequence number before its slot can be used again, so if {@code tail} has not passed it, what was loaded is the entry.
 */
public final class Chain {
    private static final int FIRST_CAPACITY = 4;
    private static final ChainListener[] NOBODY = {};
    private static final Chain[] NO_VIEWS = {};

    private final TopicPattern pattern;

    private volatile AtomicReferenceArray<@Nullable LogEntry> ring = new AtomicReferenceArray<>(FIRST_CAPACITY);
    private volatile long head;
    private volatile long tail;
    private volatile long evictedThrough;
    private volatile long evictedCurrentThrough;
    private volatile ChainListener[] listeners = NOBODY;

    // Guarded by the log's lock.
    private @Nullable Map<String, LogEntry> newestOfKey;
    private long newestPosition;
    int readers;

    @Nullable
    TopicLimit limit;

    /** Up to here entries were let go because of the limit. */
    long limitedThrough;

    /** The views that show this topic; replaced under the lock, read without it. */
    private volatile Chain[] views = NO_VIEWS;

    /**
     * Starts an empty chain.
     *
     * @param evictedThrough the position up to which entries of this chain may have existed and are gone
     */
    Chain(TopicPattern pattern, long evictedThrough) {
        this.pattern = pattern;
        this.evictedThrough = evictedThrough;
        this.evictedCurrentThrough = evictedThrough;
    }

    TopicPattern pattern() {
        return pattern;
    }

    /** The sequence number that the next entry will have. */
    long head() {
        return head;
    }

    /** The sequence number of the oldest entry kept. */
    long tail() {
        return tail;
    }

    boolean isEmpty() {
        return head == tail;
    }

    /** The position of the newest entry that was let go, or of where the chain's history begins. */
    long evictedThrough() {
        return evictedThrough;
    }

    /** The same, but of entries that no newer one had superseded. */
    long evictedCurrentThrough() {
        return evictedCurrentThrough;
    }

    /** The entry of a sequence number below {@link #head}, or null if it was let go. */
    @Nullable
    LogEntry get(long sequence) {
        AtomicReferenceArray<@Nullable LogEntry> slots = ring;
        LogEntry entry = slots.getAcquire(slot(slots, sequence));
        return tail > sequence ? null : entry;
    }

    /** The sequence number of the first kept entry after a position; {@link #head} if there is none. */
    long sequenceAfter(long position) {
        long low = tail;
        long high = head;
        while (low < high) {
            long middle = (low + high) >>> 1;
            LogEntry entry = get(middle);
            if (entry == null || entry.position() <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Starts telling a listener. Any thread; a listener that is added twice is told twice. */
    public synchronized void addListener(ChainListener listener) {
        ChainListener[] more = Arrays.copyOf(listeners, listeners.length + 1);
        more[listeners.length] = listener;
        listeners = more;
    }

    /** Stops telling a listener. */
    public synchronized void removeListener(ChainListener listener) {
        List<ChainListener> fewer = new ArrayList<>(Arrays.asList(listeners));
        fewer.remove(listener);
        listeners = fewer.toArray(NOBODY);
    }

    void tellListeners() {
        for (ChainListener listener : listeners) {
            listener.chainGrew();
        }
    }

    Chain[] views() {
        return views;
    }

    // The rest is for the writer, who holds the log's lock.

    void addView(Chain view) {
        Chain[] more = Arrays.copyOf(views, views.length + 1);
        more[views.length] = view;
        views = more;
    }

    void removeView(Chain view) {
        views = Arrays.stream(views).filter(other -> other != view).toArray(Chain[]::new);
    }

    /** Adds an entry, once however many of its topics lead here. */
    void append(LogEntry entry) {
        if (entry.position() <= newestPosition) {
            return;
        }
        long sequence = head;
        AtomicReferenceArray<@Nullable LogEntry> slots = ring;
        if (sequence - tail == slots.length()) {
            slots = grow(slots);
        }
        slots.setRelease(slot(slots, sequence), entry);
        newestPosition = entry.position();
        head = sequence + 1;
    }

    /** Marks the entry that had this one's key before as superseded, as far as this topic goes. */
    void supersede(LogEntry entry, String key) {
        if (newestOfKey == null) {
            newestOfKey = new HashMap<>();
        }
        LogEntry before = newestOfKey.put(key, entry);
        if (before != null) {
            before.supersedeInOneTopic();
        }
    }

    /** Lets an entry go if it is the oldest here. */
    void evict(LogEntry entry) {
        long sequence = tail;
        AtomicReferenceArray<@Nullable LogEntry> slots = ring;
        int slot = slot(slots, sequence);
        if (sequence == head || slots.getPlain(slot) != entry) {
            return;
        }
        if (!entry.isSuperseded()) {
            evictedCurrentThrough = entry.position();
        }
        evictedThrough = entry.position();
        tail = sequence + 1;
        slots.setRelease(slot, null);
        String key = entry.event.key();
        if (key != null && newestOfKey != null) {
            newestOfKey.remove(key, entry);
        }
        if (isEmpty() && slots.length() > FIRST_CAPACITY) {
            ring = new AtomicReferenceArray<>(FIRST_CAPACITY);
        }
    }

    private AtomicReferenceArray<@Nullable LogEntry> grow(AtomicReferenceArray<@Nullable LogEntry> slots) {
        AtomicReferenceArray<@Nullable LogEntry> larger = new AtomicReferenceArray<>(2 * slots.length());
        for (long sequence = tail; sequence < head; sequence++) {
            larger.setPlain(slot(larger, sequence), slots.getPlain(slot(slots, sequence)));
        }
        ring = larger;
        return larger;
    }

    private static int slot(AtomicReferenceArray<?> slots, long sequence) {
        return (int) sequence & (slots.length() - 1);
    }
}
