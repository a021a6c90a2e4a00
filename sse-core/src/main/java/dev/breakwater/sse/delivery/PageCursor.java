package dev.breakwater.sse.delivery;

import dev.breakwater.sse.event.TopicLines;
import dev.breakwater.sse.log.EventLog;
import dev.breakwater.sse.log.Expiry;
import dev.breakwater.sse.store.Damage;
import dev.breakwater.sse.store.History;
import dev.breakwater.sse.store.Page;
import dev.breakwater.sse.store.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client's place in the part of the history that the log has let go. It has one page at a time, or awaits one, or has
 * none because its client takes nothing; what comes next is found by the position alone.
 *
 * <p>Owned by the shard's thread, but for {@link #arrive} and {@link #fail}, which the store's threads call.
 */
final class PageCursor {
    /** Where a client gets copies, these are not larger: it may hold one for as long as it is stalled. */
    private static final int COPY_BYTES = 8 << 10;

    /** Fewer bytes in a row than this are copied together with those that follow. */
    private static final int LEAST_RUN_BYTES = 2 << 10;

    private static final byte[] NOTHING = {};

    private final History history;
    private final Selection selection;
    private final EventLog log;
    private final PagePins pins;
    private final long snapshotThrough;
    private final @Nullable TopicLines names;

    private long position;
    private boolean awaiting;
    private @Nullable Page page;
    private int index;
    private int damage;
    private boolean[] wanted = {};
    private Expiry[] expiries = {};
    private boolean expired;

    private byte[] bytes = {};
    private int offset;
    private int length;
    private int events;
    private boolean fromPage;

    private volatile @Nullable Page arrived;
    private volatile @Nullable Throwable failure;

    /**
     * Begins after a position.
     *
     * @param names what writes each event's topics, or null if the client does not want to be told
     */
    PageCursor(
            History history,
            Selection selection,
            EventLog log,
            PagePins pins,
            long after,
            long snapshotThrough,
            @Nullable TopicLines names) {
        this.history = history;
        this.selection = selection;
        this.log = log;
        this.pins = pins;
        this.position = after;
        this.snapshotThrough = snapshotThrough;
        this.names = names;
    }

    // The store's threads.

    void arrive(Page read) {
        arrived = read;
    }

    void fail(Throwable why) {
        failure = why;
    }

    // The shard's thread.

    /** Everything at or before this position was delivered or passed over. */
    long position() {
        return position;
    }

    boolean hasPage() {
        return page != null;
    }

    /** Why the page that was awaited does not come, or null. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    /**
     * Goes on to the next page.
     *
     * @param whenRead told when a page that was not in memory has been read, or could not be
     * @return whether there is a page now
     */
    boolean turnPage(Runnable whenRead) {
        Page next = arrived;
        if (next == null) {
            if (awaiting) {
                return false;
            }
            next = history.cached(position, selection);
        }
        arrived = null;
        awaiting = false;
        if (next != null) {
            open(next);
            return true;
        }
        awaiting = true;
        history.read(position, selection).whenComplete((read, failed) -> {
            if (failed != null) {
                fail(failed);
            } else {
                arrive(read);
            }
            whenRead.run();
        });
        return false;
    }

    private void open(Page next) {
        page = next;
        index = next.indexAfter(position);
        damage = 0;
        List<List<String>> topicLists = next.distinctTopicLists();
        wanted = new boolean[topicLists.size()];
        expiries = new Expiry[topicLists.size()];
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = selection.matchesAny(topicLists.get(i));
            expiries[i] = wanted[i] ? log.expiry(topicLists.get(i)) : Expiry.NONE;
        }
        expired = false;
        for (int i = index; i < next.size() && !expired; i++) {
            expired = wanted[next.topicList(i)] && isExpired(next, i);
        }
    }

    /** Lets go of the page, which is found again by the position. */
    void closePage() {
        page = null;
    }

    /** The page, if the bytes that were gathered are its own. */
    @Nullable
    Page pageOfBytes() {
        return fromPage ? page : null;
    }

    /**
     * Gathers the next frames of the page, none if it has no more, and moves on.
     *
     * @return the damage that comes next, before any frame, or null
     */
    @Nullable
    Damage gather(int mostBytes) {
        events = 0;
        length = 0;
        Page current = page;
        if (current == null) {
            return null;
        }
        while (index < current.size() && !takes(current, index)) {
            index++;
        }
        Damage damaged = nextDamage(current);
        if (damaged != null) {
            return damaged;
        }
        if (index == current.size()) {
            position = Math.max(position, current.through());
            page = null;
            return null;
        }
        long upTo = damage < current.damages().size()
                ? current.damages().get(damage).after()
                : Long.MAX_VALUE;
        int end = index + 1;
        while (end < current.size()
                && current.position(end) <= upTo
                && takes(current, end)
                && current.start(end + 1) - current.start(index) <= mostBytes) {
            end++;
        }
        int run = current.start(end) - current.start(index);
        fromPage = names == null && pins.mayPin(current) && (run >= LEAST_RUN_BYTES || end == current.size());
        if (fromPage) {
            bytes = current.frames();
            offset = current.start(index);
            length = run;
            events = end - index;
            index = end;
        } else {
            copy(current, Math.min(mostBytes, COPY_BYTES), upTo);
        }
        position = current.position(index - 1);
        return null;
    }

    private @Nullable Damage nextDamage(Page current) {
        List<Damage> damages = current.damages();
        while (damage < damages.size() && damages.get(damage).through() <= position) {
            damage++;
        }
        if (damage == damages.size()) {
            return null;
        }
        Damage next = damages.get(damage);
        if (index < current.size() && current.position(index) <= next.after()) {
            return null;
        }
        position = next.through();
        damage++;
        return next;
    }

    private void copy(Page current, int most, long upTo) {
        int[] chosen = new int[current.size() - index];
        int count = 0;
        int total = 0;
        while (index < current.size() && current.position(index) <= upTo) {
            if (takes(current, index)) {
                int frame = topicLines(current, index).length + current.start(index + 1) - current.start(index);
                if (count > 0 && total + frame > most) {
                    break;
                }
                chosen[count++] = index;
                total += frame;
            }
            index++;
        }
        bytes = new byte[total];
        int at = 0;
        for (int i = 0; i < count; i++) {
            byte[] topics = topicLines(current, chosen[i]);
            System.arraycopy(topics, 0, bytes, at, topics.length);
            at += topics.length;
            int start = current.start(chosen[i]);
            int frame = current.start(chosen[i] + 1) - start;
            System.arraycopy(current.frames(), start, bytes, at, frame);
            at += frame;
        }
        offset = 0;
        length = total;
        events = count;
    }

    private byte[] topicLines(Page current, int i) {
        return names == null ? NOTHING : names.of(current.topics(i));
    }

    /** May change its mind between two calls, when a newer event of the key comes. */
    private boolean takes(Page current, int i) {
        return wanted[current.topicList(i)]
                && !isExpired(current, i)
                && (current.position(i) > snapshotThrough
                        || (current.key(i) != null && !history.isSuperseded(current, i)));
    }

    private boolean isExpired(Page current, int i) {
        return expiries[current.topicList(i)].covers(current.position(i), current.timestampMillis(i));
    }

    /** Whether this page has events that the client would get, were they not beyond what is served of their topics. */
    boolean hasExpired() {
        return page != null && expired;
    }

    byte[] bytes() {
        return bytes;
    }

    int offset() {
        return offset;
    }

    int length() {
        return length;
    }

    int events() {
        return events;
    }
}
