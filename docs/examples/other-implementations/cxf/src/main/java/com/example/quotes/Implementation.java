package com.example.quotes;

import jakarta.ws.rs.core.Application;
import java.util.Set;
import org.apache.cxf.jaxrs.servlet.CXFNonSpringJaxrsServlet;
import org.apache.cxf.jaxrs.sse.SseFeature;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** CXF, as a servlet. */
final class Implementation {
    private Implementation() {}

    static ServletHolder servlet(Quotes quotes) {
        Application application = new Application() {
            @Override
            @SuppressWarnings("deprecation") // there is no other standard way to give a resource that is made already
            public Set<Object> getSingletons() {
                return Set.of(quotes, new SseFeature());
            }
        };
        ServletHolder servlet = new ServletHolder(new CXFNonSpringJaxrsServlet(application));
        servlet.setAsyncSupported(true);
        return servlet;
    }
}
