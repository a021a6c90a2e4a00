package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.event.EventId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where in the hub's order the events are that have ids of the application's: the newest so many, as many as the hub
 * keeps. Of an id that is used again the newest event counts. Any thread.
 */
final class RememberedIds {
    private static final long LONGEST_WAIT_MILLIS = 2_000;

    private record Key(String topic, String id) {}

    // Guarded by this.
    private final Map<Key, CompletableFuture<EventId>> places;

    RememberedIds(int most) {
        this.places = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, CompletableFuture<EventId>> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Publishes an event and remembers it, from before the first client can have it: one that comes back with its id at
     * once must find it.
     */
    CompletionStage<EventId> remember(String topic, String id, Supplier<CompletionStage<EventId>> publish) {
        Key key = new Key(topic, id);
        CompletableFuture<EventId> place = new CompletableFuture<>();
        CompletableFuture<EventId> before;
        synchronized (this) {
            before = places.remove(key); // put anew, it is the youngest
            places.put(key, place);
        }
        try {
            return publish.get().whenComplete((position, failure) -> {
                if (failure == null) {
                    place.complete(position);
                } else {
                    forget(key, place, before);
                }
            });
        } catch (RuntimeException refused) {
            forget(key, place, before);
            throw refused;
        }
    }

    /** The place of the event with this id, or null if it is not known, or not any more. */
    @Nullable
    EventId find(String topic, String id) {
        CompletableFuture<EventId> place;
        synchronized (this) {
            place = places.get(new Key(topic, id));
        }
        try {
            return place == null ? null : place.get(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException notPublished) {
            return null;
        }
    }

    private void forget(Key key, CompletableFuture<EventId> place, @Nullable CompletableFuture<EventId> before) {
        synchronized (this) {
            if (before == null) {
                places.remove(key, place);
            } else {
                places.replace(key, place, before);
            }
        }
        place.cancel(false);
    }
}
