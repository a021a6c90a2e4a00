package dev.breakwater.sse.store;

import dev.breakwater.sse.event.EncodedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is appended at once, all or none.
 *
 * @param events one or more, not yet sealed
 * @param idempotency what a repeat of it is recognised by, or null
 */
public record Publication(
        List<EncodedEvent> events, @Nullable Idempotency idempotency) {
    /**
     * Checks that there are events.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Publication {
        events = List.copyOf(events);
        if (events.isEmpty()) {
            throw new IllegalArgumentException("publication must have one event or more");
        }
    }

    /** A publication that is not recognised if it is repeated. */
    public static Publication of(List<EncodedEvent> events) {
        return new Publication(events, null);
    }
}
