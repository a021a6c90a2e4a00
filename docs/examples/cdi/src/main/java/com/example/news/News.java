package com.example.news;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** A resource that CDI makes for each request. */
@Path("news")
@RequestScoped
public class News {
    @Inject
    private Greeter greeter;

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void read(@Context SseEventSink sink, @Context Sse sse) {
        sink.send(sse.newEvent(greeter.greeting()));
    }
}
