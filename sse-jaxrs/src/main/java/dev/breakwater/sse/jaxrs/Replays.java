package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.SseHub;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The topics that resource methods replay. Any thread. */
final class Replays {
    private final Supplier<SseHub> hub;

    // Guarded by this.
    private @Nullable RememberedIds ids;

    Replays(Supplier<SseHub> hub) {
        this.hub = hub;
    }

    /**
     * A topic to replay.
     *
     * @throws IllegalArgumentException if it is no topic's name
     */
    synchronized Replay of(Replayable replayable) {
        SseHub replayed = hub.get();
        RememberedIds known = ids;
        if (known == null) {
            known = new RememberedIds(replayed.config().bounds().maxEvents());
            ids = known;
        }
        return new Replay(replayable.value(), replayed, known);
    }
}
