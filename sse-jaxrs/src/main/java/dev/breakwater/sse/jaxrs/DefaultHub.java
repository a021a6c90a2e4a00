package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import java.util.function.Supplier;
import org.glassfish.jersey.server.spi.AbstractContainerLifecycleListener;
import org.glassfish.jersey.server.spi.Container;
import org.jspecify.annotations.Nullable;

/** The hub of an application that configures none: made when it is needed, closed with the application. */
final class DefaultHub extends AbstractContainerLifecycleListener implements Supplier<SseHub> {
    // Guarded by this.
    private @Nullable SseHub hub;

    @Override
    public synchronized SseHub get() {
        SseHub made = hub;
        if (made == null) {
            made = SseHub.create(HubConfig.defaults());
            hub = made;
        }
        return made;
    }

    @Override
    public void onShutdown(Container container) {
        SseHub made;
        synchronized (this) {
            made = hub;
            hub = null;
        }
        if (made != null) {
            made.close();
        }
    }
}
