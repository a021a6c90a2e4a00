package dev.breakwater.sse.webapp.admin;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.Drain;
import dev.breakwater.sse.jaxrs.events.PublisherOnly;
import dev.breakwater.sse.jaxrs.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Empties the server, and takes that back. */
@Path("admin")
@Singleton
@PublisherOnly
@Produces(MediaType.APPLICATION_JSON)
public final class AdminResource {
    private static final Duration WINDOW = Duration.ofSeconds(30);

    private final SseHub hub;

    /** For Jersey. */
    @Inject
    public AdminResource(SseHub hub) {
        this.hub = hub;
    }

    /** Begins to empty the server, over 30 s unless said otherwise. */
    @POST
    @Path("drain")
    public Response drain(@QueryParam("window") @Nullable String window) {
        Duration over = window == null ? WINDOW : Windows.parse(window);
        try {
            return progress(202, hub.drain(over));
        } catch (IllegalStateException closed) {
            return new Problem(503, "the server is stopping already").answer().build();
        }
    }

    /** How far it is. */
    @GET
    @Path("drain")
    public Response progress() {
        return progress(200, hub.draining());
    }

    /** Takes streams again. */
    @POST
    @Path("resume")
    public Response resume() {
        hub.resume();
        return progress(200, hub.draining());
    }

    private Response progress(int status, @Nullable Drain drain) {
        String json = drain == null
                ? String.format(Locale.ROOT, "{\"state\":\"open\",\"streams\":%d}", hub.streams())
                : String.format(
                        Locale.ROOT,
                        "{\"state\":\"%s\",\"streams\":%d,\"total\":%d,\"windowSeconds\":%.3f}",
                        drain.left() == 0 ? "drained" : "draining",
                        drain.left(),
                        drain.total(),
                        drain.window().toMillis() / 1e3);
        return Response.status(status)
                .entity(json)
                .header("Cache-Control", "no-store")
                .build();
    }
}
