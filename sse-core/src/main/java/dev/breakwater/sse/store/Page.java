package dev.breakwater.sse.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A piece of the history: all events after one position up to another, of whatever topics, as bytes ready for the wire
 * that lie one after the other. Immutable and shared by all who read there.
 */
public final class Page {
    private static final int ENTRY_BYTES = 40;

    private final long after;
    private final long through;
    private final long[] positions;
    private final long[] timestamps;
    private final int[] topicLists;
    private final @Nullable String[] keys;
    private final int[] starts;
    private final byte[] frames;
    private final List<List<String>> distinctTopicLists;
    private final List<Damage> damages;

    private Page(Builder builder, long through) {
        this.after = builder.after;
        this.through = through;
        int size = builder.positions.size();
        this.positions = builder.positions.stream().mapToLong(Long::longValue).toArray();
        this.timestamps = builder.timestamps.stream().mapToLong(Long::longValue).toArray();
        this.topicLists =
                builder.topicLists.stream().mapToInt(Integer::intValue).toArray();
        this.keys = builder.keys.toArray(new @Nullable String[size]);
        this.starts = new int[size + 1];
        int length = 0;
        for (int i = 0; i < size; i++) {
            starts[i] = length;
            length += builder.lengths.get(i);
        }
        starts[size] = length;
        this.frames = new byte[length];
        for (int i = 0; i < size; i++) {
            System.arraycopy(
                    builder.sources.get(i), builder.offsets.get(i), frames, starts[i], starts[i + 1] - starts[i]);
        }
        this.distinctTopicLists = List.copyOf(builder.distinct.keySet());
        this.damages = List.copyOf(builder.damages);
    }

    /** A page without events. */
    public static Page empty(long after, long through) {
        return new Builder(after).build(through);
    }

    /** The position before the page: it has all that comes next. */
    public long after() {
        return after;
    }

    /** The last position that the page covers, whether there is an event or not. */
    public long through() {
        return through;
    }

    /** The number of events. */
    public int size() {
        return positions.length;
    }

    /** The position of an event. */
    public long position(int index) {
        return positions[index];
    }

    /** When an event was stored, in milliseconds since 1970. */
    public long timestampMillis(int index) {
        return timestamps[index];
    }

    /** The topics of an event. */
    public List<String> topics(int index) {
        return distinctTopicLists.get(topicLists[index]);
    }

    /** Which of {@link #distinctTopicLists} an event has. */
    public int topicList(int index) {
        return topicLists[index];
    }

    /** All combinations of topics that events of this page have. */
    public List<List<String>> distinctTopicLists() {
        return distinctTopicLists;
    }

    /** The key of an event, or null. */
    public @Nullable String key(int index) {
        return keys[index];
    }

    /** The bytes of all events, one after the other; not a copy: read only. */
    public byte[] frames() {
        return frames;
    }

    /** Where in {@link #frames} an event starts; that of {@link #size} is the end of all. */
    public int start(int index) {
        return starts[index];
    }

    /** What cannot be read, in the order of positions. */
    public List<Damage> damages() {
        return damages;
    }

    /** The index of the first event after a position; {@link #size} if there is none. */
    public int indexAfter(long position) {
        int low = 0;
        int high = positions.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (positions[middle] <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** What the page costs the heap, in bytes, roughly. */
    public long bytes() {
        return frames.length + (long) ENTRY_BYTES * positions.length;
    }

    /** Collects the events of a page, in their order. Not thread-safe. */
    public static final class Builder {
        private final long after;
        private final List<Long> positions = new ArrayList<>();
        private final List<Long> timestamps = new ArrayList<>();
        private final List<Integer> topicLists = new ArrayList<>();
        private final List<@Nullable String> keys = new ArrayList<>();
        private final List<byte[]> sources = new ArrayList<>();
        private final List<Integer> offsets = new ArrayList<>();
        private final List<Integer> lengths = new ArrayList<>();
        private final Map<List<String>, Integer> distinct = new java.util.LinkedHashMap<>();
        private final Map<String, String> sameKeys = new HashMap<>();
        private final List<Damage> damages = new ArrayList<>();

        /** Begins a page after a position. */
        public Builder(long after) {
            this.after = after;
        }

        /** Adds an event whose frame is in an array, which must not change until the page is built. */
        public void add(
                long position,
                long timestampMillis,
                List<String> topics,
                @Nullable String key,
                byte[] source,
                int offset,
                int length) {
            positions.add(position);
            timestamps.add(timestampMillis);
            Integer known = distinct.get(topics);
            if (known == null) {
                known = distinct.size();
                distinct.put(List.copyOf(topics), known);
            }
            topicLists.add(known);
            keys.add(key == null ? null : sameKeys.computeIfAbsent(key, same -> same));
            sources.add(source);
            offsets.add(offset);
            lengths.add(length);
        }

        /** Adds a part that cannot be read. */
        public void addDamage(Damage damage) {
            damages.add(damage);
        }

        /** The page, which covers everything up to a position. */
        public Page build(long through) {
            return new Page(this, through);
        }
    }
}
