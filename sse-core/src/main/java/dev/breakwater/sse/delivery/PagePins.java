package dev.breakwater.sse.delivery;

import dev.breakwater.sse.store.Page;
import java.util.IdentityHashMap;

/**
 * The pages whose bytes transports are reading, because their clients could not take all at once. Such a page stays in
 * memory; so that a thousand stalled clients at a thousand places do not hold a thousand pages, only so many bytes may be
 * pinned, and a client for which there is no room gets a small copy instead.
 *
 * <p>Owned by the shard's thread.
 */
final class PagePins {
    private static final long MOST_BYTES = 8 << 20;

    private final IdentityHashMap<Page, Integer> pins = new IdentityHashMap<>();
    private long bytes;

    /** Whether one more transport may read from this page. */
    boolean mayPin(Page page) {
        return pins.containsKey(page) || bytes + page.bytes() <= MOST_BYTES;
    }

    void pin(Page page) {
        if (pins.merge(page, 1, Integer::sum) == 1) {
            bytes += page.bytes();
        }
    }

    void unpin(Page page) {
        Integer left = pins.computeIfPresent(page, (same, count) -> count == 1 ? null : count - 1);
        if (left == null) {
            bytes -= page.bytes();
        }
    }
}
