package com.example.quotes;

import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.jboss.resteasy.plugins.server.servlet.HttpServlet30Dispatcher;

/** RESTEasy, as a servlet. */
final class Implementation {
    private Implementation() {}

    static ServletHolder servlet(Quotes quotes) {
        ServletHolder servlet = new ServletHolder(new HttpServlet30Dispatcher());
        servlet.setInitParameter("jakarta.ws.rs.Application", QuotesApplication.class.getName());
        servlet.setAsyncSupported(true);
        QuotesApplication.quotes = quotes;
        return servlet;
    }

    /** What RESTEasy is given the name of. */
    public static final class QuotesApplication extends Application {
        static volatile Quotes quotes;

        @Override
        @SuppressWarnings("deprecation") // there is no other standard way to give a resource that is made already
        public Set<Object> getSingletons() {
            return Set.of(quotes);
        }
    }
}
