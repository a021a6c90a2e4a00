package dev.breakwater.sse.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

public final class JettyContainer implements Container {
    private static final int THREADS = 16;

    private final Server server = new Server(new QueuedThreadPool(THREADS));
    private int writeTimeout = WRITE_TIMEOUT_MILLIS;

    @Override
    public void setWriteTimeout(int millis) {
        writeTimeout = millis;
    }

    @Override
    public int start(Servlet servlet, Filter... filters) throws Exception {
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(4096);
        connector.setAcceptedSendBufferSize(SEND_BUFFER);
        connector.setIdleTimeout(writeTimeout);
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        holder.setInitOrder(1); // what a framework needs to start is not the first request's to wait for
        context.addServlet(holder, "/*");
        for (Filter filter : filters) {
            FilterHolder first = new FilterHolder(filter);
            first.setAsyncSupported(true);
            context.addFilter(first, "/*", EnumSet.of(DispatcherType.REQUEST));
        }
        server.setHandler(context);
        server.start();
        return connector.getLocalPort();
    }

    @Override
    public int requestThreads() {
        return THREADS;
    }

    @Override
    public int connections() {
        return server.getConnectors()[0].getConnectedEndPoints().size();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
