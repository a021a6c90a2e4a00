package dev.breakwater.sse.jaxrs;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

final class JettyContainer implements Container {
    private final Server server = new Server(new QueuedThreadPool(THREADS));

    @Override
    public int start(String contextPath, ResourceConfig application, List<Filter> filters) throws Exception {
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(WRITE_TIMEOUT_MILLIS);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler(contextPath.isEmpty() ? "/" : contextPath);
        ServletHolder holder = new ServletHolder(new ServletContainer(application));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        for (Filter filter : filters) {
            FilterHolder front = new FilterHolder(filter);
            front.setAsyncSupported(true);
            context.addFilter(front, "/*", EnumSet.of(DispatcherType.REQUEST));
        }
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
