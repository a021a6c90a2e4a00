package dev.breakwater.sse;

import dev.breakwater.sse.event.EventId;
import java.util.List;

/**
 * The answer to a publisher.
 *
 * @param ids of the events, in order
 * @param repeated whether they had been published before, so that nothing was added this time
 */
public record Published(List<EventId> ids, boolean repeated) {
    /** Makes the list immutable. */
    public Published {
        ids = List.copyOf(ids);
    }
}
