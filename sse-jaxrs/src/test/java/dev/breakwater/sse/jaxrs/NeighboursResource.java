package dev.breakwater.sse.jaxrs;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A resource that uses of JAX-RS what applications use, beside streams. Made for each request, with what is injected. */
@Path("/")
public class NeighboursResource {
    /** What the application injects. */
    public static class Greeter {
        String greeting() {
            return "hello";
        }
    }

    /** Marks what {@link Stamp} runs for. */
    @NameBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Stamped {}

    /** A filter by name. */
    @Stamped
    public static final class Stamp implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.getHeaders().add("X-Stamp", "stamped");
        }
    }

    /** A filter as applications have them for pages of other origins. */
    public static final class Cors implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.getHeaders().add("Access-Control-Allow-Origin", "https://example.com");
        }
    }

    /** An exception of the application's. */
    static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Answers it. */
    public static final class RefusedMapper implements ExceptionMapper<RefusedException> {
        @Override
        public Response toResponse(RefusedException refused) {
            return Response.status(418)
                    .entity("refused")
                    .type(MediaType.TEXT_PLAIN)
                    .build();
        }
    }

    /** Counts entities that are written. */
    public static final class Counting implements WriterInterceptor {
        static final AtomicInteger WRITTEN = new AtomicInteger();

        @Override
        public void aroundWriteTo(WriterInterceptorContext context) throws IOException, WebApplicationException {
            WRITTEN.incrementAndGet();
            context.proceed();
        }
    }

    private final Greeter greeter;
    private final Sse sse;

    @Inject
    public NeighboursResource(Greeter greeter, @Context Sse sse) {
        this.greeter = greeter;
        this.sse = sse;
    }

    @GET
    @Path("greeting")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void greeting(@Context SseEventSink sink) {
        sink.send(sse.newEvent(greeter.greeting()));
    }

    @GET
    @Path("stamped")
    @Stamped
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void stamped(@Context SseEventSink sink) {
        sink.send(sse.newEvent(greeter.greeting()));
    }

    @GET
    @Path("refused")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void refused(@Context SseEventSink sink) {
        sink.send(sse.newEvent("never seen"));
        throw new RefusedException();
    }

    @GET
    @Path("later")
    @Produces(MediaType.TEXT_PLAIN)
    public void later(@Suspended AsyncResponse response) {
        CompletableFuture.runAsync(() -> response.resume(greeter.greeting()));
    }
}
