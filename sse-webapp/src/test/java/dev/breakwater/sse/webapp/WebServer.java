package dev.breakwater.sse.webapp;

import dev.breakwater.sse.SseHub;
import java.util.Map;

/** The application in a real servlet container on a loopback port. */
interface WebServer extends AutoCloseable {
    /** Starts, with parameters of the servlet context. */
    void start(Map<String, String> contextParameters) throws Exception;

    int port();

    SseHub hub();

    String token();

    /** Ends the application's context, and leaves the container running. */
    void undeploy() throws Exception;

    @Override
    void close() throws Exception;
}
