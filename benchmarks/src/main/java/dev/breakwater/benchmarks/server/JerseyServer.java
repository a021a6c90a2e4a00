package dev.breakwater.benchmarks.server;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * A Jersey application on an embedded Jetty whose one resource broadcasts what is posted to it: the same class on Jersey's
 * own sinks and on Breakwater's. It measures each call of {@code broadcast()}.
 */
public final class JerseyServer {
    private static final int THREADS = 400;

    private JerseyServer() {}

    /** Serves until the process is ended; {@code sinks}: {@code on} for Breakwater's, {@code off} for Jersey's own. */
    public static void serve(int port, String sinks) throws Exception {
        Server server = new Server(new QueuedThreadPool(THREADS));
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(4096);
        // Bounds what a stalled client pins in the kernel.
        connector.setAcceptedSendBufferSize(65_536);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        // The load client connects faster than a node admits by default, and does not come back.
        SseHub hub = SseHub.create(HubConfig.builder().admission(false).build());
        ResourceConfig application = new ResourceConfig(Resource.class)
                .property("breakwater.sinks", sinks)
                .property("breakwater.hub", hub);
        ServletHolder holder = new ServletHolder(new ServletContainer(application));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        server.join();
    }

    /** Knows the standard only. */
    @Path("/")
    @jakarta.inject.Singleton
    public static final class Resource {
        private final ConcurrentHistogram calls = new ConcurrentHistogram(TimeUnit.MINUTES.toNanos(10), 2);
        private final SseBroadcaster broadcaster;
        private final Sse sse;

        @jakarta.inject.Inject
        public Resource(@Context Sse sse) {
            this.sse = sse;
            this.broadcaster = sse.newBroadcaster();
        }

        @GET
        @Path("live")
        @Produces(MediaType.SERVER_SENT_EVENTS)
        public void live(@Context SseEventSink sink) {
            broadcaster.register(sink);
        }

        @POST
        @Path("publish")
        @Consumes(MediaType.WILDCARD)
        public Response publish(String data) {
            long before = System.nanoTime();
            try {
                broadcaster.broadcast(sse.newEvent(data));
                return Response.status(Response.Status.CREATED).entity("{}").build();
            } finally {
                calls.recordValue(Math.min(System.nanoTime() - before, TimeUnit.MINUTES.toNanos(10)));
            }
        }

        /** Broadcasts a burst of numbered events, as the load client reads them. */
        @GET
        @Path("burst/{first}/{count}/{size}")
        @Produces(MediaType.TEXT_PLAIN)
        public String burst(
                @PathParam("first") long first, @PathParam("count") int count, @PathParam("size") int size) {
            for (long number = first; number < first + count; number++) {
                String header = String.format(Locale.ROOT, "%016d %016d ", number, 0);
                broadcaster.broadcast(sse.newEvent(header + "x".repeat(Math.max(0, size - header.length()))));
            }
            return "sent";
        }

        /** Calls so far: p50, p99 and longest in microseconds, then the number of live threads. */
        @GET
        @Path("calls")
        @Produces(MediaType.TEXT_PLAIN)
        public String calls() {
            return String.format(
                    Locale.ROOT,
                    "%.1f %.1f %.1f %d",
                    calls.getValueAtPercentile(50) / 1e3,
                    calls.getValueAtPercentile(99) / 1e3,
                    calls.getMaxValue() / 1e3,
                    ManagementFactory.getThreadMXBean().getThreadCount());
        }

        @GET
        @Path("ready")
        public String ready() {
            return "ready";
        }
    }
}
