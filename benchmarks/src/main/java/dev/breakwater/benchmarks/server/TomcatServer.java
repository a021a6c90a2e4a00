package dev.breakwater.benchmarks.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

/** An embedded Tomcat that deploys one WAR at the root, with the connector settings that many open streams want. */
public final class TomcatServer {
    private static final String CONNECTIONS = "20000";
    private static final String BACKLOG = "4096";

    /** What Tomcat copies into before each write to a socket, in bytes; 8,192 is its own default. */
    private static final int WRITE_BUFFER = Integer.getInteger("benchmarks.tomcat.write-buffer", 8_192);

    private TomcatServer() {}

    /** Serves until the process is ended. */
    public static void serve(int port, Path war) throws IOException, LifecycleException {
        Path base = Files.createTempDirectory("breakwater-tomcat");
        Files.createDirectories(base.resolve("webapps"));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(base.toString());
        tomcat.setConnector(connector(port));
        tomcat.addWebapp("", war.toAbsolutePath().toString());
        tomcat.start();
        tomcat.getServer().await();
    }

    private static Connector connector(int port) {
        Connector connector = new Connector("org.apache.coyote.http11.Http11NioProtocol");
        connector.setPort(port);
        connector.setProperty("address", "127.0.0.1");
        connector.setProperty("maxConnections", CONNECTIONS);
        connector.setProperty("acceptCount", BACKLOG);
        connector.setProperty("maxKeepAliveRequests", "-1");
        // Bounds what a stalled client pins in the kernel.
        connector.setProperty("socket.txBufSize", "65536");
        // Buffers of each connection, idle or not.
        connector.setProperty("socket.appReadBufSize", "1024");
        connector.setProperty("socket.appWriteBufSize", Integer.toString(WRITE_BUFFER));
        connector.setProperty("maxHttpHeaderSize", "2048");
        return connector;
    }
}
