package dev.breakwater.sse.servlet;

import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.io.File;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.apache.tomcat.util.net.AbstractEndpoint;

public final class TomcatContainer implements Container {
    private static final int THREADS = 16;
    private static final Logger NOISE = Logger.getLogger("org.apache");

    /** Tests fail requests on purpose. */
    private static final Logger FAILURES = Logger.getLogger("org.apache.catalina.core.ContainerBase");

    private final Tomcat tomcat = new Tomcat();
    private int writeTimeout = WRITE_TIMEOUT_MILLIS;

    @Override
    public void setWriteTimeout(int millis) {
        writeTimeout = millis;
    }

    @Override
    public int start(Servlet servlet, Filter... filters) throws Exception {
        NOISE.setLevel(Level.WARNING);
        FAILURES.setLevel(Level.OFF);
        File base = Files.createTempDirectory("tomcat").toFile();
        tomcat.setBaseDir(base.getPath());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("maxConnections", "20000");
        tomcat.getConnector().setProperty("socket.txBufSize", Integer.toString(SEND_BUFFER));
        tomcat.getConnector().setProperty("acceptCount", "4096");
        tomcat.getConnector().setProperty("maxThreads", Integer.toString(THREADS));
        tomcat.getConnector().setProperty("connectionTimeout", Integer.toString(writeTimeout));
        Context context = tomcat.addContext("", base.getPath());
        Wrapper wrapper = Tomcat.addServlet(context, "events", servlet);
        wrapper.setAsyncSupported(true);
        wrapper.setLoadOnStartup(1); // what a framework needs to start is not the first request's to wait for
        context.addServletMappingDecoded("/*", "events");
        for (Filter filter : filters) {
            FilterDef definition = new FilterDef();
            definition.setFilterName("filter");
            definition.setFilter(filter);
            definition.setAsyncSupported("true");
            context.addFilterDef(definition);
            FilterMap mapping = new FilterMap();
            mapping.setFilterName("filter");
            mapping.addURLPattern("/*");
            context.addFilterMap(mapping);
        }
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public int requestThreads() {
        return THREADS;
    }

    @Override
    public int connections() {
        // Not its counter, which has the connection in it that is waited for.
        try {
            Method endpoint = AbstractProtocol.class.getDeclaredMethod("getEndpoint");
            endpoint.setAccessible(true);
            return ((AbstractEndpoint<?, ?>)
                            endpoint.invoke(tomcat.getConnector().getProtocolHandler()))
                    .getConnections()
                    .size();
        } catch (ReflectiveOperationException notThisTomcat) {
            throw new AssertionError(notThisTomcat);
        }
    }

    @Override
    public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
