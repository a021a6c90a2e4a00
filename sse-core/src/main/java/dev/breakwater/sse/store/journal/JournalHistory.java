package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.store.Damage;
import dev.breakwater.sse.store.History;
import dev.breakwater.sse.store.Page;
import dev.breakwater.sse.store.Selection;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Reads the segments in pages. Any thread; files are read by the executors' threads only. */
final class JournalHistory implements History {
    /** How many blocks one call passes over; who asked goes on from there. */
    private static final int MOST_PASSED_OVER = 1_000;

    private final Segments segments;
    private final NewestOfKeys newestOfKeys;
    private final LostTopics lost;
    private final PageCache cache;
    private final Executor readers;
    private final Executor seeker;

    /**
     * The history that some segments hold.
     *
     * @param readers reads pages
     * @param seeker looks for start positions, which may take long
     */
    JournalHistory(
            Segments segments,
            NewestOfKeys newestOfKeys,
            LostTopics lost,
            PageCache cache,
            Executor readers,
            Executor seeker) {
        this.segments = segments;
        this.newestOfKeys = newestOfKeys;
        this.lost = lost;
        this.cache = cache;
        this.readers = readers;
        this.seeker = seeker;
    }

    @Override
    public boolean reaches(long after) {
        return after >= segments.beginning();
    }

    @Override
    public long beginning() {
        return segments.beginning();
    }

    @Override
    public long beginningMillis() {
        Segment[] all = segments.all();
        return all.length == 0 || all[0].after == 0 ? Long.MIN_VALUE : all[0].createdMillis;
    }

    @Override
    public boolean hasLost(long after, Selection selection) {
        return !reaches(after) && lost.hasAfter(after, selection);
    }

    @Override
    public @Nullable Page cached(long after, Selection selection) {
        Found found = find(after, selection);
        if (found.page != null) {
            return found.page;
        }
        return found.key == null ? null : cache.get(found.key);
    }

    @Override
    public CompletionStage<Page> read(long after, Selection selection) {
        Found found = find(after, selection);
        if (found.page != null) {
            return CompletableFuture.completedFuture(found.page);
        }
        if (found.key == null) {
            return CompletableFuture.failedFuture(
                    new IOException("the history after " + after + " is not kept any more"));
        }
        return cache.getOrRead(found.key, this::read);
    }

    private void read(PageCache.Key key) {
        try {
            readers.execute(() -> {
                try {
                    cache.put(key, page(key));
                } catch (IOException | RuntimeException | Error failed) {
                    cache.fail(key, failed);
                }
            });
        } catch (RejectedExecutionException closed) {
            cache.fail(key, closed);
        }
    }

    private static Page page(PageCache.Key key) throws IOException {
        Segment.End end = key.segment().end();
        return new PageReader().read(key.segment(), key.block(), end);
    }

    /** What comes after a position: a page that is known without reading, or which one is to be read. */
    private record Found(@Nullable Page page, PageCache.@Nullable Key key) {}

    private Found find(long after, Selection selection) {
        Segment[] all = segments.all();
        if (all.length == 0 || after < all[0].after) {
            return new Found(null, null);
        }
        long covered = after;
        int passedOver = 0;
        for (int i = Segments.indexAfter(all, after); i < all.length; i++) {
            Segment segment = all[i];
            Segment.End end = segment.end();
            if (segment.after > covered) {
                return new Found(missing(after, covered, segment.after), null);
            }
            for (int b = segment.blockAfter(covered, end); b < end.blocks(); b++) {
                long through = segment.blockThrough(b, end);
                if (through <= covered) {
                    continue;
                }
                Block block = segment.block(b);
                if (block.damaged || block.topics.mayHave(selection)) {
                    return new Found(null, new PageCache.Key(segment, b, segment.blockEnd(b, end)));
                }
                covered = through;
                if (++passedOver == MOST_PASSED_OVER) {
                    return new Found(Page.empty(after, covered), null);
                }
            }
            // What is damaged at the end of a segment may be in no block.
            covered = Math.max(covered, i + 1 == all.length ? end.position() : covered);
        }
        return new Found(Page.empty(after, covered), null);
    }

    private static Page missing(long after, long covered, long through) {
        Page.Builder page = new Page.Builder(after);
        page.addDamage(new Damage(covered, through));
        return page.build(through);
    }

    @Override
    public CompletionStage<Long> beforeLast(int count, Selection selection, long through) {
        return seek(() -> {
            long missing = count;
            Segment[] all = segments.all();
            for (int i = all.length - 1; i >= 0; i--) {
                Segment.End end = all[i].end();
                for (int b = end.blocks() - 1; b >= 0; b--) {
                    if (all[i].block(b).after < through
                            && all[i].block(b).topics.mayHave(selection)) {
                        Page page = page(new PageCache.Key(all[i], b, 0));
                        for (int e = page.size() - 1; e >= 0; e--) {
                            if (page.position(e) <= through && selection.matchesAny(page.topics(e)) && --missing == 0) {
                                return page.position(e) - 1;
                            }
                        }
                    }
                }
            }
            return all.length == 0 ? through : all[0].after;
        });
    }

    @Override
    public CompletionStage<Long> beforeInstant(long timestampMillis) {
        return seek(() -> {
            Segment[] all = segments.all();
            for (int i = all.length - 1; i >= 0; i--) {
                Segment.End end = all[i].end();
                for (int b = end.blocks() - 1; b >= 0; b--) {
                    if (all[i].block(b).timestampMillis < timestampMillis) {
                        Page page = page(new PageCache.Key(all[i], b, 0));
                        for (int e = page.size() - 1; e >= 0; e--) {
                            if (page.timestampMillis(e) < timestampMillis) {
                                return page.position(e);
                            }
                        }
                        return page.after();
                    }
                }
            }
            return segments.beginning();
        });
    }

    private CompletionStage<Long> seek(Callable<Long> seeking) {
        CompletableFuture<Long> found = new CompletableFuture<>();
        try {
            seeker.execute(() -> {
                try {
                    found.complete(seeking.call());
                } catch (Exception | Error failed) {
                    found.completeExceptionally(failed);
                }
            });
        } catch (RejectedExecutionException closed) {
            found.completeExceptionally(closed);
        }
        return found;
    }

    @Override
    public boolean isSuperseded(Page page, int index) {
        String key = page.key(index);
        return key != null && newestOfKeys.hasNewer(page.topics(index), key, page.position(index));
    }
}
