package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.jaxrs.stream.Streams;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import org.glassfish.jersey.media.sse.OutboundEvent;

/** Makes Jersey's events and our broadcasters. */
final class BreakwaterSse implements Sse {
    private final Streams streams;
    private final ForeignSinks foreign;
    private final EventEncoder encoder;

    BreakwaterSse(Streams streams, ForeignSinks foreign, EventEncoder encoder) {
        this.foreign = foreign;
        this.streams = streams;
        this.encoder = encoder;
    }

    @Override
    public OutboundSseEvent.Builder newEventBuilder() {
        return new OutboundEvent.Builder();
    }

    @Override
    public SseBroadcaster newBroadcaster() {
        return new BoundedBroadcaster(encoder, streams.newLog(), foreign);
    }
}
