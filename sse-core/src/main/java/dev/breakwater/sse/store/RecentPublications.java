package dev.breakwater.sse.store;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The publications with an idempotency key that are still within the retention, and those that are just being appended.
 * Beyond {@value #MOST_KEYS} keys the oldest one is forgotten, which bounds the memory to some 40 MB. Any thread.
 */
public final class RecentPublications {
    static final int MOST_KEYS = 1 << 18;

    private record Known(long fingerprint, CompletableFuture<Receipt> receipt) {}

    private final Map<String, Known> byKey = new LinkedHashMap<>();

    /** None known. */
    public RecentPublications() {}

    /**
     * Appends, unless the same was appended before, or is just being: then the answer is that of the first time. A failed
     * one is forgotten, and may be tried again.
     *
     * @param append what appends; called at most once, by this thread
     */
    public CompletionStage<Receipt> once(Idempotency idempotency, Supplier<CompletionStage<Receipt>> append) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        Known appending = new Known(idempotency.fingerprint(), receipt);
        synchronized (byKey) {
            Known known = byKey.get(idempotency.key());
            if (known != null) {
                return known.fingerprint() == idempotency.fingerprint()
                        ? known.receipt().thenApply(Receipt::asRepeated)
                        : CompletableFuture.failedFuture(new IdempotencyConflictException());
            }
            put(idempotency.key(), appending);
        }
        append.get().whenComplete((first, failure) -> {
            if (failure != null) {
                synchronized (byKey) {
                    byKey.remove(idempotency.key(), appending);
                }
                receipt.completeExceptionally(failure);
            } else {
                receipt.complete(first);
            }
        });
        return receipt;
    }

    /** Remembers what was found in a history; in its order. */
    public void remember(Idempotency idempotency, Receipt receipt) {
        synchronized (byKey) {
            put(idempotency.key(), new Known(idempotency.fingerprint(), CompletableFuture.completedFuture(receipt)));
        }
    }

    /** Forgets the publications that lie at or before a position. */
    public void forgetThrough(long position) {
        synchronized (byKey) {
            Iterator<Known> oldestFirst = byKey.values().iterator();
            while (oldestFirst.hasNext()) {
                CompletableFuture<Receipt> receipt = oldestFirst.next().receipt();
                boolean appended = receipt.isDone() && !receipt.isCompletedExceptionally();
                if (!appended || receipt.join().first() > position) {
                    return;
                }
                oldestFirst.remove();
            }
        }
    }

    /** The number of keys known. */
    public int size() {
        synchronized (byKey) {
            return byKey.size();
        }
    }

    private void put(String key, Known known) {
        byKey.remove(key);
        byKey.put(key, known);
        if (byKey.size() > MOST_KEYS) {
            Iterator<Known> oldest = byKey.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
