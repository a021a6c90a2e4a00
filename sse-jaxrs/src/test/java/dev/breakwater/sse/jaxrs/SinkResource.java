package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.event.SseEvent;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The resource of an application that takes sinks, in all the ways there are. */
@Path("/")
@Singleton
@Produces(MediaType.SERVER_SENT_EVENTS)
public class SinkResource {
    final Queue<SseEventSink> sinks = new ConcurrentLinkedQueue<>();
    final Queue<Subscription> subscriptions = new ConcurrentLinkedQueue<>();

    @Inject
    JaxrsHub hub;

    @Context
    Sse sse;

    private SseBroadcaster broadcaster;

    @GET
    @Path("subscribe")
    public void subscribe(@Context SseEventSink sink, @QueryParam("topic") List<String> topics) {
        sinks.add(sink);
        subscriptions.add(hub.subscribe(sink, topics.toArray(String[]::new)));
    }

    @GET
    @Path("earliest")
    public void earliest(@Context SseEventSink sink, @Context SseHub core) {
        core.publish(SseEvent.of("a", "by the hub itself"));
        hub.subscribe(sink, SubscriptionRequest.of(List.of("a")).from(StartPosition.earliest()));
    }

    @GET
    @Path("twice")
    public void twice(@Context SseEventSink sink) {
        hub.subscribe(sink, "a");
        hub.subscribe(sink, "a");
    }

    @GET
    @Path("plain")
    public void plain(@Context SseEventSink sink) {
        sinks.add(sink);
    }

    @GET
    @Path("send-and-close")
    public void sendAndClose(@Context SseEventSink sink) {
        try (sink) {
            sink.send(sse.newEvent("one"));
            sink.send(sse.newEventBuilder()
                    .name("second")
                    .id("2")
                    .data(Integer.class, 2)
                    .build());
        }
    }

    @GET
    @Path("broadcast")
    public void broadcast(@Context SseEventSink sink) {
        sinks.add(sink);
        broadcaster().register(sink);
    }

    synchronized SseBroadcaster broadcaster() {
        if (broadcaster == null) {
            broadcaster = sse.newBroadcaster();
        }
        return broadcaster;
    }

    @GET
    @Path("forbidden")
    public void forbidden(@Context SseEventSink sink) {
        subscriptions.add(hub.subscribe(sink, "a"));
        throw new ForbiddenException();
    }
}
