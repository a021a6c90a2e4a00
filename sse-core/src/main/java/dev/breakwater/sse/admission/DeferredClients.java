package dev.breakwater.sse.admission;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Knows again who was told to come back, so that a newcomer cannot take the place that was promised to somebody else.
 * Two Bloom filters of a fixed size, the current one and the one before: whoever was deferred is always recognised, for
 * longer than anybody is told to stay away; of the others a few are, and only get in a little sooner than they should.
 * They exist only while clients are deferred. Any thread.
 */
final class DeferredClients {
    private static final long LIFE_NANOS = Deferral.LATEST.plusMinutes(1).toNanos();
    private static final int LEAST_BITS = 1 << 14;
    private static final int MOST_BITS = 1 << 23;
    private static final long BITS_FOR_EACH_PER_SECOND = 8 * Deferral.LATEST.toSeconds();

    private record Generations(
            AtomicLongArray current, @Nullable AtomicLongArray previous, long since) {}

    private final int bits;
    private volatile @Nullable Generations generations;

    /**
     * Nobody yet.
     *
     * @param streamsPerSecond how many may be promised a place in a second
     */
    DeferredClients(double streamsPerSecond) {
        long wanted = (long) Math.min(MOST_BITS, Math.max(LEAST_BITS, streamsPerSecond * BITS_FOR_EACH_PER_SECOND));
        this.bits = Math.max(LEAST_BITS, Integer.highestOneBit((int) wanted));
    }

    boolean contains(long client, long now) {
        Generations known = generations;
        if (known == null || now - known.since > 2 * LIFE_NANOS) {
            return false;
        }
        return has(known.current, client) || (known.previous != null && has(known.previous, client));
    }

    void add(long client, long now) {
        AtomicLongArray current = current(now);
        set(current, first(client));
        set(current, second(client));
    }

    private AtomicLongArray current(long now) {
        Generations known = generations;
        if (known != null && now - known.since <= LIFE_NANOS) {
            return known.current;
        }
        synchronized (this) {
            Generations last = generations;
            if (last != null && now - last.since <= LIFE_NANOS) {
                return last.current;
            }
            AtomicLongArray previous = last != null && now - last.since <= 2 * LIFE_NANOS ? last.current : null;
            AtomicLongArray current = new AtomicLongArray(bits / Long.SIZE);
            generations = new Generations(current, previous, now);
            return current;
        }
    }

    /** Lets the memory go when nobody can be waiting any more. */
    void forgetIfOld(long now) {
        if (isOld(now)) {
            synchronized (this) {
                if (isOld(now)) {
                    generations = null;
                }
            }
        }
    }

    private boolean isOld(long now) {
        Generations known = generations;
        return known != null && now - known.since > 2 * LIFE_NANOS;
    }

    private boolean has(AtomicLongArray generation, long client) {
        return isSet(generation, first(client)) && isSet(generation, second(client));
    }

    private int first(long client) {
        return (int) mix(client) & (bits - 1);
    }

    private int second(long client) {
        return (int) (mix(client) >>> 32) & (bits - 1);
    }

    private static boolean isSet(AtomicLongArray generation, int bit) {
        return (generation.get(bit / Long.SIZE) & 1L << bit) != 0;
    }

    private static void set(AtomicLongArray generation, int bit) {
        long mask = 1L << bit;
        int at = bit / Long.SIZE;
        long before = generation.get(at);
        while ((before & mask) == 0 && !generation.compareAndSet(at, before, before | mask)) {
            before = generation.get(at);
        }
    }

    /** Spreads what may differ in a few bits only over all of them (the finalizer of MurmurHash3). */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
