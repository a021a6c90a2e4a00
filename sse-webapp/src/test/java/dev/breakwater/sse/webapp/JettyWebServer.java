package dev.breakwater.sse.webapp;

import dev.breakwater.sse.SseHub;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jetty.ee10.servlet.DefaultServlet;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.resource.ResourceFactory;

final class JettyWebServer implements WebServer {
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final ServletContextHandler context = new ServletContextHandler("/");

    @Override
    public void start(Map<String, String> contextParameters) throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        URI page = Objects.requireNonNull(BreakwaterInitializer.class.getResource("/META-INF/resources/index.html"))
                .toURI();
        context.setBaseResource(ResourceFactory.of(context).newResource(page.resolve(".")));
        context.setWelcomeFiles(new String[] {"index.html"});
        context.addServlet(DefaultServlet.class, "/");
        contextParameters.forEach(context::setInitParameter);
        context.addServletContainerInitializer(new BreakwaterInitializer());
        server.setHandler(context);
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public String token() {
        return (String) context.getServletContext().getAttribute(BreakwaterInitializer.TOKEN);
    }

    @Override
    public SseHub hub() {
        return (SseHub) context.getServletContext().getAttribute(BreakwaterInitializer.HUB);
    }

    @Override
    public void undeploy() throws Exception {
        context.stop();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
