package dev.breakwater.sse.store.journal;

import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Where the newest event of each key of each topic is, for the last {@value #SLOTS} of them or so: 4 MiB, once there is a
 * key. What is not known here is not known to be superseded, and delivered.
 *
 * <p>One thread adds, any thread asks. A slot's position is zeroed before its hash is changed, and who asks reads the
 * hash, the position, and the hash again: a position that belongs to another hash is noticed.
 */
final class NewestOfKeys {
    private static final int SLOTS = 1 << 18;
    private static final int WAYS = 8;

    private volatile @Nullable Table table;

    private record Table(AtomicLongArray hashes, AtomicLongArray positions) {}

    void add(List<String> topics, String key, long position) {
        Table known = table;
        if (known == null) {
            known = new Table(new AtomicLongArray(SLOTS), new AtomicLongArray(SLOTS));
            table = known;
        }
        for (String topic : topics) {
            put(known, hash(topic, key), position);
        }
    }

    /** Whether a newer event of this key is known in each of these topics. */
    boolean hasNewer(List<String> topics, String key, long position) {
        Table known = table;
        if (known == null) {
            return false;
        }
        for (String topic : topics) {
            if (get(known, hash(topic, key)) <= position) {
                return false;
            }
        }
        return true;
    }

    private static void put(Table table, long hash, long position) {
        int bucket = bucket(hash);
        int oldest = bucket;
        for (int slot = bucket; slot < bucket + WAYS; slot++) {
            if (table.hashes.getPlain(slot) == hash) {
                table.positions.setRelease(slot, position);
                return;
            }
            if (table.positions.getPlain(slot) < table.positions.getPlain(oldest)) {
                oldest = slot;
            }
        }
        table.positions.set(oldest, 0);
        table.hashes.set(oldest, hash);
        table.positions.set(oldest, position);
    }

    private static long get(Table table, long hash) {
        int bucket = bucket(hash);
        for (int slot = bucket; slot < bucket + WAYS; slot++) {
            if (table.hashes.get(slot) == hash) {
                long position = table.positions.get(slot);
                return table.hashes.get(slot) == hash ? position : 0;
            }
        }
        return 0;
    }

    private static int bucket(long hash) {
        return (int) (hash >>> 32) & (SLOTS - 1) & -WAYS;
    }

    private static long hash(String topic, String key) {
        long hash = 0x9E3779B97F4A7C15L;
        for (int i = 0; i < topic.length(); i++) {
            hash = (hash ^ topic.charAt(i)) * 0xBF58476D1CE4E5B9L;
        }
        hash = (hash ^ 0x10000) * 0x94D049BB133111EBL; // no character, so that topic and key do not run together
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * 0xBF58476D1CE4E5B9L;
        }
        hash ^= hash >>> 31;
        hash *= 0x94D049BB133111EBL;
        return hash ^ hash >>> 29;
    }
}
