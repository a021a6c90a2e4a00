package dev.breakwater.sse.jaxrs;

import jakarta.servlet.Filter;
import java.util.List;
import org.glassfish.jersey.server.ResourceConfig;

/** A real servlet container on a loopback port, with one Jersey application. */
interface Container extends AutoCloseable {
    /** How long a pending write may make no progress before the container gives up, in milliseconds. */
    int WRITE_TIMEOUT_MILLIS = 3_000;

    /** Threads that the container has for requests. */
    int THREADS = 16;

    /** Starts; returns the port. */
    default int start(ResourceConfig application) throws Exception {
        return start("", application);
    }

    /** Starts with the application at a context path, empty or like {@code /shop}; returns the port. */
    default int start(String contextPath, ResourceConfig application) throws Exception {
        return start(contextPath, application, List.of());
    }

    /** The same with servlet filters in front of all. */
    int start(String contextPath, ResourceConfig application, List<Filter> filters) throws Exception;

    @Override
    void close() throws Exception;
}
