package dev.breakwater.sse.jaxrs;

import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A resource as applications have them: a broadcaster, and sinks that are registered with it. */
@Path("/")
@Singleton
@Produces(MediaType.SERVER_SENT_EVENTS)
public class BroadcastResource {
    /** What {@link #plain} answers. */
    static final String PLAIN = "nothing but this";

    record Quote(String symbol, int price) {}

    /** Writes quotes in a form of its own for each media type, and counts how often. */
    public static final class QuoteWriter implements MessageBodyWriter<Quote> {
        final AtomicInteger written = new AtomicInteger();

        @Override
        public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
            return type == Quote.class
                    && (mediaType.isCompatible(MediaType.APPLICATION_JSON_TYPE)
                            || mediaType.isCompatible(MediaType.TEXT_XML_TYPE));
        }

        @Override
        public void writeTo(
                Quote quote,
                Class<?> type,
                Type genericType,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, Object> headers,
                OutputStream out)
                throws IOException, WebApplicationException {
            written.incrementAndGet();
            String text = mediaType.getSubtype().equals("json")
                    ? "{\"symbol\":\"" + quote.symbol() + "\",\n \"price\":" + quote.price() + "}"
                    : "<quote symbol='" + quote.symbol() + "'/>";
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Those that are registered: what is broadcast from then on reaches them. */
    final Queue<SseEventSink> sinks = new ConcurrentLinkedQueue<>();

    final Queue<String> told = new ConcurrentLinkedQueue<>();

    @Context
    Sse sse;

    private SseBroadcaster broadcaster;
    private SseBroadcaster other;

    @GET
    @Path("live")
    public void live(@Context SseEventSink sink) {
        broadcaster().register(sink);
        sinks.add(sink);
    }

    @GET
    @Path("plain")
    @Produces(MediaType.TEXT_PLAIN)
    public String plain() {
        return PLAIN;
    }

    @GET
    @Path("rooms/{room}")
    public void room(@PathParam("room") String room, @Context SseEventSink sink) {
        broadcaster().register(sink);
        sinks.add(sink);
    }

    @GET
    @Path("both")
    public void both(@Context SseEventSink sink) {
        sink.send(sse.newEvent("welcome"));
        broadcaster().register(sink);
        other().register(sink);
        broadcaster().register(sink);
        sinks.add(sink);
    }

    @GET
    @Path("replayed")
    @Replayable("quotes")
    public void replayed(@Context SseEventSink sink) {
        broadcaster().register(sink);
        sinks.add(sink);
    }

    @GET
    @Path("replayed-without-broadcaster")
    @Replayable("quotes")
    public void replayedWithoutBroadcaster(@Context SseEventSink sink) {
        sinks.add(sink);
    }

    @GET
    @Path("stock-method")
    @StockSink
    public void stockMethod(@Context SseEventSink sink) {
        sinks.add(sink);
        sink.send(sse.newEvent("stock"));
    }

    @GET
    @Path("stock-parameter")
    public void stockParameter(@Context @StockSink SseEventSink sink) {
        sinks.add(sink);
        sink.send(sse.newEvent("stock"));
    }

    synchronized SseBroadcaster broadcaster() {
        if (broadcaster == null) {
            broadcaster = sse.newBroadcaster();
            broadcaster.onClose(sink -> told.add("closed"));
            broadcaster.onError((sink, failure) -> told.add("error: " + failure.getMessage()));
        }
        return broadcaster;
    }

    synchronized SseBroadcaster other() {
        if (other == null) {
            other = sse.newBroadcaster();
        }
        return other;
    }

    OutboundSseEvent text(String data) {
        return sse.newEvent(data);
    }

    OutboundSseEvent withId(String id, String data) {
        return sse.newEventBuilder().id(id).data(data).build();
    }

    OutboundSseEvent quote(MediaType mediaType, int price) {
        return sse.newEventBuilder()
                .name("quote")
                .mediaType(mediaType)
                .data(Quote.class, new Quote("acme", price))
                .build();
    }
}
