package dev.breakwater.sse.webapp;

import java.nio.file.Path;

/** A real servlet container that WARs are deployed to and undeployed from while it runs. */
interface WarServer extends AutoCloseable {
    /** The context parameter that the WAR is deployed with. */
    String TOKEN = "test-token";

    void start() throws Exception;

    int port();

    /** Deploys a WAR at a context path. */
    void deploy(Path war, String contextPath) throws Exception;

    /** The class loader of what is deployed. */
    ClassLoader classLoader();

    void undeploy() throws Exception;

    @Override
    void close() throws Exception;
}
