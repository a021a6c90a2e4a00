package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.jaxrs.stream.Streams;
import org.glassfish.jersey.server.spi.AbstractContainerLifecycleListener;
import org.glassfish.jersey.server.spi.Container;

/** Ends the streams that are sent to with the application. */
final class StreamsEnd extends AbstractContainerLifecycleListener {
    private final Streams streams;

    StreamsEnd(Streams streams) {
        this.streams = streams;
    }

    @Override
    public void onShutdown(Container container) {
        streams.close();
    }
}
