package com.example.chat;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;

/** Everybody hears what anybody says. */
@Path("messages")
@Singleton
public class Chat {
    private final Sse sse;
    private final SseBroadcaster room;

    @Inject
    public Chat(@Context Sse sse) {
        this.sse = sse;
        this.room = sse.newBroadcaster();
    }

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void listen(@Context SseEventSink sink) {
        room.register(sink);
    }

    @POST
    public void say(String message) {
        room.broadcast(sse.newEvent(message));
    }
}
