package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.store.Page;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pages that were read last, up to a number of bytes, by block: what one client has read, the next finds here. A page
 * that several ask for at once is read once. Any thread.
 */
final class PageCache {
    /**
     * A block up to where it had come.
     *
     * @param end the offset in the file
     */
    record Key(Segment segment, int block, long end) {}

    private final long mostBytes;

    // Guarded by this.
    private final Map<Key, Page> pages = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Key, CompletableFuture<Page>> reading = new LinkedHashMap<>();
    private long bytes;

    PageCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    synchronized @Nullable Page get(Key key) {
        return pages.get(key);
    }

    /** The page, now or when it was read; who asks first has it read by {@code reader}, which must {@link #put} it. */
    CompletableFuture<Page> getOrRead(Key key, Consumer<Key> reader) {
        CompletableFuture<Page> begun;
        synchronized (this) {
            Page page = pages.get(key);
            if (page != null) {
                return CompletableFuture.completedFuture(page);
            }
            CompletableFuture<Page> beingRead = reading.get(key);
            if (beingRead != null) {
                return beingRead;
            }
            begun = new CompletableFuture<>();
            reading.put(key, begun);
        }
        reader.accept(key);
        return begun;
    }

    void put(Key key, Page page) {
        CompletableFuture<Page> awaited;
        synchronized (this) {
            awaited = reading.remove(key);
            Page before = pages.put(key, page);
            bytes += page.bytes() - (before == null ? 0 : before.bytes());
            Iterator<Page> oldest = pages.values().iterator();
            while (bytes > mostBytes && pages.size() > 1) {
                bytes -= oldest.next().bytes();
                oldest.remove();
            }
        }
        if (awaited != null) {
            awaited.complete(page);
        }
    }

    void fail(Key key, Throwable failure) {
        CompletableFuture<Page> awaited;
        synchronized (this) {
            awaited = reading.remove(key);
        }
        if (awaited != null) {
            awaited.completeExceptionally(failure);
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
