package com.example.prices;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** A resource that CDI makes for each request. */
@Path("prices")
@RequestScoped
public class Prices {
    @Inject
    private PriceBoard board;

    @Inject
    private PriceFeed feed;

    @GET
    @Path("{item}")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void listen(@PathParam("item") String item, @Context SseEventSink sink, @Context Sse sse) {
        sink.send(sse.newEventBuilder().name(item).data(board.of(item)).build());
        feed.register(sink, sse);
    }

    @PUT
    @Path("{item}")
    public void put(@PathParam("item") String item, String price) {
        board.put(item, price);
        feed.tell(item, price);
    }
}
