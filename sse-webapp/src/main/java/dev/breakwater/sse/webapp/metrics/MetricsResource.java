package dev.breakwater.sse.webapp.metrics;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/** The readings, for Prometheus. */
@Path("metrics")
@Singleton
public final class MetricsResource {
    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;

    /** For Jersey. */
    @Inject
    public MetricsResource(Metrics metrics) {
        this.metrics = metrics;
    }

    /** All readings. */
    @GET
    public Response read() {
        return Response.ok(metrics.scrape())
                .header("Content-Type", TEXT_FORMAT)
                .header("Cache-Control", "no-store")
                .build();
    }
}
