package com.example.quotes;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.jaxrs.JaxrsHub;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The application on an embedded Jetty. */
public final class QuoteServer implements AutoCloseable {
    private final SseHub hub;
    private final Quotes quotes;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    /** Listens on loopback; port 0 is any free one. */
    public QuoteServer(int port, HubConfig config) throws Exception {
        hub = SseHub.create(config);
        quotes = new Quotes(new JaxrsHub(hub));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        context.addServlet(Implementation.servlet(quotes), "/*");
        server.setHandler(context);
        server.start();
    }

    public int port() {
        return connector.getLocalPort();
    }

    public SseHub hub() {
        return hub;
    }

    public Quotes quotes() {
        return quotes;
    }

    @Override
    public void close() {
        hub.close();
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    public static void main(String[] arguments) throws Exception {
        QuoteServer server = new QuoteServer(8080, HubConfig.defaults());
        System.out.println("curl -N http://127.0.0.1:" + server.port() + "/quotes");
    }
}
