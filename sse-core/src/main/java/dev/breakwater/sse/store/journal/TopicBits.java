package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.store.Selection;
import dev.breakwater.sse.topic.TopicPattern;
import java.util.List;

/**
 * Which topics there may be in a block: a Bloom filter of the topics and of all their prefixes that end with {@code /},
 * which is what patterns are looked up by. With up to some 50 topics in a block one answer in fifty is a needless yes;
 * with very many, all are, and the block is read and filtered.
 *
 * <p>One thread adds; others may ask at the same time for what was added before the block's end was published.
 */
final class TopicBits {
    private static final int WORDS = 8;
    private static final int BITS = WORDS * Long.SIZE;
    private static final int PROBES = 3;

    private final long[] words = new long[WORDS];
    private List<String> newest = List.of();

    void add(List<String> topics) {
        if (topics.equals(newest)) {
            return;
        }
        newest = topics;
        for (String topic : topics) {
            set(hash(topic, topic.length()));
            for (int slash = topic.indexOf('/'); slash >= 0; slash = topic.indexOf('/', slash + 1)) {
                set(hash(topic, slash + 1));
            }
        }
    }

    boolean mayHave(Selection selection) {
        for (TopicPattern pattern : selection.patterns()) {
            String prefix = pattern.literalPrefix();
            if (prefix.isEmpty() || has(hash(prefix, prefix.length()))) {
                return true;
            }
        }
        return false;
    }

    private void set(long hash) {
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i);
            words[bit >>> 6] |= 1L << bit;
        }
    }

    private boolean has(long hash) {
        for (int i = 0; i < PROBES; i++) {
            int bit = bit(hash, i);
            if ((words[bit >>> 6] & 1L << bit) == 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(long hash, int probe) {
        return (int) (hash >>> (16 * probe)) & (BITS - 1);
    }

    private static long hash(String text, int length) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        return hash * 0x9E3779B97F4A7C15L;
    }
}
