package dev.breakwater.sse.webapp;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;

final class TomcatWarServer implements WarServer {
    private static final int UNLOAD_MILLIS = 100;
    private static final Logger NOISE = Logger.getLogger("org.apache");

    private final Tomcat tomcat = new Tomcat();
    private Context deployed;

    /** A journal has threads and files of its own, which must go with the WAR. */
    private final Path data = Path.of("target", "war-data-" + System.nanoTime());

    @Override
    public void start() throws Exception {
        NOISE.setLevel(Level.SEVERE);
        File base = Files.createTempDirectory("tomcat").toFile();
        Files.createDirectory(base.toPath().resolve("webapps"));
        tomcat.setBaseDir(base.getPath());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getHost();
        tomcat.start();
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public void deploy(Path war, String contextPath) {
        StandardContext context = new StandardContext();
        context.setPath(contextPath);
        context.setName(contextPath);
        context.setDocBase(war.toAbsolutePath().toString());
        context.setParentClassLoader(new ContainerLoader());
        // How long it waits for asynchronous requests to end by themselves, which streams do not.
        context.setUnloadDelay(UNLOAD_MILLIS);
        context.addParameter("breakwater.token", TOKEN);
        context.addParameter("breakwater.data", data.toString());
        context.addLifecycleListener(event -> {
            if (event.getType().equals(Lifecycle.CONFIGURE_START_EVENT)) {
                Tomcat.addServlet(context, "default", "org.apache.catalina.servlets.DefaultServlet");
                context.addServletMappingDecoded("/", "default");
                context.addWelcomeFile("index.html");
            }
        });
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(tomcat.noDefaultWebXmlPath());
        context.addLifecycleListener(config);
        tomcat.getHost().addChild(context);
        deployed = context;
    }

    @Override
    public ClassLoader classLoader() {
        return deployed.getLoader().getClassLoader();
    }

    @Override
    public void undeploy() {
        tomcat.getHost().removeChild(deployed);
        deployed = null;
    }

    @Override
    public void close() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }
}
