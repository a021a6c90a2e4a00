package dev.breakwater.sse.log;

import dev.breakwater.sse.topic.TopicPattern;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the log: what comes next for some topics, in order. Several chains are merged by position; an entry that
 * is in more than one comes once.
 *
 * <p>Owned by one thread at a time.
 */
public final class Cursor {
    private final Chain[] chains;
    private final long[] sequences;
    private long position;

    Cursor(Chain[] chains, long after) {
        this.chains = chains;
        this.sequences = new long[chains.length];
        moveTo(after);
    }

    /** The chains, which are not to be changed. */
    public Chain[] chains() {
        return chains;
    }

    /** Everything at or before this position was read or passed over. */
    public long position() {
        return position;
    }

    /** Continues after a position, whatever was read before. */
    public void moveTo(long after) {
        position = after;
        for (int i = 0; i < chains.length; i++) {
            long next = chains[i].sequenceAfter(after);
            // The search has passed over what is gone: if that was still to come, stay before it, for peek to notice.
            sequences[i] = chains[i].evictedThrough() > after ? next - 1 : next;
        }
    }

    /** What the cursor reads. */
    public List<TopicPattern> patterns() {
        return Arrays.stream(chains).map(Chain::pattern).toList();
    }

    /** The position after which nothing of what the cursor reads was let go. */
    public long completeAfter() {
        long evictedThrough = 0;
        for (Chain chain : chains) {
            evictedThrough = Math.max(evictedThrough, chain.evictedThrough());
        }
        return evictedThrough;
    }

    /**
     * Continues where only the newest {@code count} entries up to the horizon are still to come.
     *
     * @return whether there are that many
     */
    public boolean moveToLast(long count, long horizon) {
        moveTo(horizon);
        for (long i = 0; i < count; i++) {
            LogEntry newest = null;
            for (int c = 0; c < chains.length; c++) {
                LogEntry before = sequences[c] == 0 ? null : chains[c].get(sequences[c] - 1);
                if (before != null && (newest == null || before.position() > newest.position())) {
                    newest = before;
                }
            }
            if (newest == null || newest.position() <= completeAfter()) {
                return false;
            }
            for (int c = 0; c < chains.length; c++) {
                if (sequences[c] > 0 && chains[c].get(sequences[c] - 1) == newest) {
                    sequences[c]--;
                }
            }
            position = newest.position() - 1;
        }
        return true;
    }

    /**
     * Continues with the oldest entries kept: after the newest that any of the chains let go, for what is older than that
     * is gone from all of them.
     */
    public void moveToEarliest() {
        moveTo(completeAfter());
    }

    /**
     * Continues with the oldest entries kept. Entries may be let go at the same time, so that nothing but the answer of
     * this very move says what it has passed over.
     *
     * @return whether it passed over entries that were still to come and that no newer one had superseded
     */
    public boolean skipToEarliest() {
        long from = position;
        moveToEarliest();
        for (Chain chain : chains) {
            if (position > from && chain.evictedCurrentThrough() > from) {
                return true;
            }
        }
        return false;
    }

    /**
     * The next entry up to a horizon that was loaded before, or null if there is none, or if it was let go (then {@link
     * #isBehindRetention} says so).
     */
    public @Nullable LogEntry peek(long horizon) {
        LogEntry next = null;
        for (int i = 0; i < chains.length; i++) {
            Chain chain = chains[i];
            LogEntry entry = null;
            while (entry == null && sequences[i] < chain.head()) {
                entry = chain.get(sequences[i]);
                if (entry == null) {
                    long following = chain.sequenceAfter(position);
                    if (chain.evictedThrough()
                            > position) { // looked at after the search, which passes over what is gone
                        return null;
                    }
                    sequences[i] = following;
                }
            }
            if (entry != null && entry.position() <= horizon && (next == null || entry.position() < next.position())) {
                next = entry;
            }
        }
        return next;
    }

    /** Moves past an entry that {@link #peek} returned. */
    public void advance(LogEntry entry) {
        position = entry.position();
        for (int i = 0; i < chains.length; i++) {
            if (sequences[i] < chains[i].head() && chains[i].get(sequences[i]) == entry) {
                sequences[i]++;
            }
        }
    }

    /** Whether entries that were still to come have been let go. */
    public boolean isBehindRetention() {
        for (Chain chain : chains) {
            if (chain.evictedThrough() > position) {
                return true;
            }
        }
        return false;
    }

    /** How many entries are still to come; an entry in several chains counts in each. */
    public long lag() {
        long lag = 0;
        for (int i = 0; i < chains.length; i++) {
            lag += Math.max(0, chains[i].head() - sequences[i]);
        }
        return lag;
    }

    /** The sequence number of what comes next, of a cursor on one chain only. */
    public long sequence() {
        return sequences[0];
    }

    /** Moves a cursor on one chain only to where another one on the same chain has come. */
    public void jumpTo(long sequence, long newPosition) {
        sequences[0] = sequence;
        position = newPosition;
    }
}
