package com.example.quotes;

import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.jaxrs.JaxrsHub;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;

/** Quotes, of a topic that is replayed, and live for all. */
@Path("quotes")
public class Quotes {
    private final JaxrsHub hub;
    private final SseBroadcaster live;

    public Quotes(JaxrsHub hub) {
        this.hub = hub;
        this.live = hub.newBroadcaster();
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void replayed(@Context SseEventSink sink, @HeaderParam("Last-Event-ID") String lastEventId) {
        SubscriptionRequest quotes = SubscriptionRequest.of(List.of("quotes"));
        hub.subscribe(sink, lastEventId == null ? quotes : quotes.from(StartPosition.after(lastEventId)));
    }

    @GET
    @Path("live")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void live(@Context SseEventSink sink) {
        live.register(sink);
    }

    @POST
    public void publish(String quote, @Context Sse sse) {
        hub.publish("quotes", quote);
        live.broadcast(sse.newEvent(quote));
    }

    /** For whoever broadcasts from elsewhere than a request. */
    public SseBroadcaster broadcaster() {
        return live;
    }
}
