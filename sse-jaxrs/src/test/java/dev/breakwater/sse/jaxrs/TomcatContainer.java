package dev.breakwater.sse.jaxrs;

import jakarta.servlet.Filter;
import java.io.File;
import java.nio.file.Files;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

final class TomcatContainer implements Container {
    private static final Logger NOISE = Logger.getLogger("org.apache");

    private static final int UNLOAD_DELAY_MILLIS = 50;

    private final Tomcat tomcat = new Tomcat();

    @Override
    public int start(String contextPath, ResourceConfig application, List<Filter> filters) throws Exception {
        NOISE.setLevel(Level.WARNING);
        File base = Files.createTempDirectory("tomcat").toFile();
        tomcat.setBaseDir(base.getPath());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("maxThreads", Integer.toString(THREADS));
        tomcat.getConnector().setProperty("connectionTimeout", Integer.toString(WRITE_TIMEOUT_MILLIS));
        Context context = tomcat.addContext(contextPath, base.getPath());
        // Tomcat waits so long for streams to end by themselves, before it tells their servlet that the application
        // ends.
        ((StandardContext) context).setUnloadDelay(UNLOAD_DELAY_MILLIS);
        Wrapper wrapper = Tomcat.addServlet(context, "jersey", new ServletContainer(application));
        wrapper.setAsyncSupported(true);
        wrapper.setLoadOnStartup(1);
        context.addServletMappingDecoded("/*", "jersey");
        filters.forEach(filter -> addInFront(context, filter));
        tomcat.start();
        return tomcat.getConnector().getLocalPort();
    }

    private static void addInFront(Context context, Filter filter) {
        FilterDef definition = new FilterDef();
        definition.setFilterName("front-" + context.findFilterDefs().length);
        definition.setFilter(filter);
        definition.setAsyncSupported("true");
        context.addFilterDef(definition);
        FilterMap mapping = new FilterMap();
        mapping.setFilterName(definition.getFilterName());
        mapping.addURLPattern("/*");
        context.addFilterMap(mapping);
    }

    @Override
    public void close() throws Exception {
        if (tomcat.getServer().getState() != LifecycleState.DESTROYED) {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
