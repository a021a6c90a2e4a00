package dev.breakwater.sse.jaxrs.events;

import dev.breakwater.sse.jaxrs.JaxrsHub;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.InputStream;
import java.util.concurrent.CompletionStage;

/** Subscribing and publishing over HTTP. */
@Path("events")
@Singleton
public final class EventsResource {
    private final JaxrsHub hub;
    private final Publisher publisher;

    /** For Jersey. */
    @Inject
    public EventsResource(JaxrsHub hub) {
        this.hub = hub;
        this.publisher = new Publisher(hub.hub());
    }

    /** Opens a stream. */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void subscribe(@Context HttpServletRequest request, @Context SseEventSink sink) {
        hub.subscribe(sink, SubscribeQuery.of(request));
    }

    /** What {@link #subscribe} would answer, without a stream. */
    @HEAD
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Response head(@Context HttpServletRequest request) {
        SubscribeQuery.of(request);
        return Response.ok()
                .type(MediaType.SERVER_SENT_EVENTS_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store, no-transform")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    /** Publishes an event, or a batch of them. */
    @POST
    @PublisherOnly
    public CompletionStage<Response> publish(
            @Context HttpServletRequest request, @Context HttpHeaders headers, InputStream body) {
        PublishQuery query = PublishQuery.parse(request.getQueryString());
        publisher.requireRoom(query);
        return publisher.publish(
                query,
                RequestBody.of(headers, request.getContentLengthLong(), body),
                IdempotencyKey.of(headers.getRequestHeader(IdempotencyKey.HEADER)));
    }

    /** What may be done here. */
    @OPTIONS
    public Response options() {
        return Response.noContent()
                .header(HttpHeaders.ALLOW, "GET, HEAD, OPTIONS, POST")
                .header("Accept-Post", "*/*")
                .build();
    }
}
