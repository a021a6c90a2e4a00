package dev.breakwater.sse.webapp.health;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.jaxrs.problem.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Whether the server works. */
@Path("health")
@Singleton
public final class HealthResource {
    private static final String UP = "{\"status\":\"up\"}";

    private final SseHub hub;

    /** For Jersey. */
    @Inject
    public HealthResource(SseHub hub) {
        this.hub = hub;
    }

    /** Whether it answers at all; if it does not, restart it. */
    @GET
    @Path("live")
    @Produces(MediaType.APPLICATION_JSON)
    public Response live() {
        return up();
    }

    /** Whether it takes streams and events; while it does not, send clients elsewhere. */
    @GET
    @Path("ready")
    @Produces(MediaType.APPLICATION_JSON)
    public Response ready() {
        if (hub.isClosed()) {
            return notReady("the hub is closed: use another server");
        }
        return hub.draining() != null ? notReady("the server is being drained: use another server") : up();
    }

    private static Response notReady(String sentence) {
        return new Problem(503, sentence).answer().build();
    }

    private static Response up() {
        return Response.ok(UP).header("Cache-Control", "no-store").build();
    }
}
