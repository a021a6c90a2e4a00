package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The hub of an application that configures none: made when it is needed, closed with the application. Any thread. */
final class DefaultHub implements Supplier<SseHub>, AutoCloseable {
    private volatile @Nullable SseHub hub;

    @Override
    public SseHub get() {
        SseHub made = hub;
        return made == null ? make() : made;
    }

    private synchronized SseHub make() {
        SseHub made = hub;
        if (made == null) {
            made = SseHub.create(HubConfig.defaults());
            hub = made;
        }
        return made;
    }

    /** Closes the hub, if it was made. */
    @Override
    public synchronized void close() {
        SseHub made = hub;
        if (made != null) {
            made.close();
        }
    }
}
