package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.jaxrs.stream.Streams;
import org.glassfish.jersey.server.spi.AbstractContainerLifecycleListener;
import org.glassfish.jersey.server.spi.Container;

/** Ends with the application what is the application's: its streams first, then the hub that was made for it, if one was. */
final class ApplicationEnd extends AbstractContainerLifecycleListener {
    private final Streams streams;
    private final DefaultHub hub;

    ApplicationEnd(Streams streams, DefaultHub hub) {
        this.streams = streams;
        this.hub = hub;
    }

    @Override
    public void onShutdown(Container container) {
        streams.close();
        hub.close();
    }
}
