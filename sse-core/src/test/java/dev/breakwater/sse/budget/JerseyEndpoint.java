package dev.breakwater.sse.budget;

import jakarta.inject.Singleton;
import jakarta.servlet.Servlet;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/** A stock {@code SseEventSink} of Jersey's. */
final class JerseyEndpoint implements ForeignEndpoint {
    private final Sinks sinks = new Sinks();

    @Path("/")
    @Singleton
    public static final class Sinks {
        private final Queue<SseEventSink> open = new ConcurrentLinkedQueue<>();

        @Context
        private Sse sse;

        @GET
        @Produces("text/event-stream")
        public void stream(@Context SseEventSink sink, @Context UriInfo uri) {
            if (uri.getQueryParameters().containsKey("refuse")) {
                throw new IllegalStateException("planned");
            }
            sink.send(event("hello"));
            open.add(sink);
        }

        private OutboundSseEvent event(String data) {
            return sse.newEvent(data);
        }
    }

    @Override
    public Servlet servlet() {
        return new ServletContainer(new ResourceConfig().register(sinks));
    }

    @Override
    public void send(String data) {
        for (SseEventSink sink : sinks.open) {
            if (sink.isClosed()) {
                sinks.open.remove(sink);
            } else {
                sink.send(sinks.event(data));
            }
        }
    }

    @Override
    public void completeOldest() {
        sinks.open.remove().close();
    }
}
