package dev.breakwater.sse;

import dev.breakwater.sse.delivery.ClientKey;
import dev.breakwater.sse.delivery.Subscription;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The open stream of each client that has said who it is, so that one that returns takes the place of its own ghost at
 * once. Holds an entry for each such stream, at most. Any thread.
 */
final class OpenClients {
    private final ConcurrentMap<ClientKey, Subscription> open = new ConcurrentHashMap<>();

    void opened(@Nullable ClientKey client, Subscription subscription) {
        if (client == null) {
            return;
        }
        Subscription ghost = open.put(client, subscription);
        if (ghost != null) {
            ghost.replace();
        }
        // Only now, for it may have ended already; a later one of the same client stays.
        subscription.closed().thenRun(() -> open.remove(client, subscription));
    }
}
