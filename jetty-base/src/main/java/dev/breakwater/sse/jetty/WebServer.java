package dev.breakwater.sse.jetty;

import dev.breakwater.sse.jetty.container.OrderlyStop;
import dev.breakwater.sse.webapp.BreakwaterInitializer;
import jakarta.servlet.ServletContainerInitializer;
import java.io.IOException;
import java.net.URL;
import java.security.KeyStore;
import java.util.Collections;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.DefaultServlet;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContainerInitializerHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;
import org.jspecify.annotations.Nullable;

/** An embedded Jetty with one application at its root. */
final class WebServer {
    private static final int GRACE_MILLIS = 2_000;

    private final Server server = Tuning.server();
    private final ServerConnector connector = (ServerConnector) server.getConnectors()[0];
    private final ServletContextHandler context;
    private @Nullable ServerConnector tls;

    WebServer(String host, int port, ServletContainerInitializer application) {
        connector.setHost(host);
        connector.setPort(port);
        OrderlyStop root = new OrderlyStop();
        context = context(application);
        root.setHandler(context);
        server.setHandler(root);
        ErrorHandler errors = new ErrorHandler();
        errors.setShowStacks(false);
        server.setErrorHandler(errors);
        // HTTP/2 clients are told to go away; those that stay are cut after this.
        server.setStopTimeout(GRACE_MILLIS);
    }

    /** Serves TLS on a further port. Before {@link #start}. */
    void addTls(int port, KeyStore certificate) {
        ServerConnector added = Tuning.addTls(server, certificate);
        added.setHost(connector.getHost());
        added.setPort(port);
        tls = added;
    }

    /** The port of TLS, or -1 if there is none. */
    int tlsPort() {
        return tls == null ? -1 : tls.getLocalPort();
    }

    /**
     * Listens, and starts the application.
     *
     * @throws Exception if one of them fails; nothing is left behind then
     */
    void start() throws Exception {
        try {
            server.start();
        } catch (Exception failed) {
            stop();
            throw failed;
        }
    }

    /** The port that it listens on, which the system chose if it was to be 0. */
    int port() {
        return connector.getLocalPort();
    }

    /**
     * Empties the application while the server still listens: clients arrive elsewhere at a rate that elsewhere can take,
     * and those that still come here are told when to come back.
     */
    void drain() throws InterruptedException {
        BreakwaterInitializer.drain(context.getServletContext());
    }

    /** Ends all streams properly and stops. Bounded by the hub's 5 s, and 3 s for connections and threads. */
    void stop() throws Exception {
        server.stop();
    }

    private static ServletContextHandler context(ServletContainerInitializer application) {
        ServletContextHandler context =
                new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS | ServletContextHandler.NO_SECURITY);
        context.addServletContainerInitializer(new ServletContainerInitializerHolder(application));
        context.setBaseResource(pages(ResourceFactory.of(context)));
        ServletHolder pages = new ServletHolder("default", DefaultServlet.class);
        pages.setInitParameter("dirAllowed", "false");
        pages.setInitParameter("etags", "true");
        // A page must not outlive the server that it belongs to.
        pages.setInitParameter("cacheControl", "no-cache");
        pages.setAsyncSupported(true);
        context.addServlet(pages, "/");
        ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
        errors.setShowStacks(false);
        context.setErrorHandler(errors);
        return context;
    }

    /** The pages in the jars of the class path, where a servlet container finds those of a WAR's jars too. */
    private static Resource pages(ResourceFactory resources) {
        try {
            List<URL> places = Collections.list(WebServer.class.getClassLoader().getResources("META-INF/resources/"));
            return ResourceFactory.combine(
                    places.stream().map(resources::newResource).toList());
        } catch (IOException unreadable) {
            throw new IllegalStateException("the class path cannot be read", unreadable);
        }
    }
}
