package dev.breakwater.sse.webapp;

import dev.breakwater.sse.SseHub;
import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.webresources.DirResourceSet;
import org.apache.catalina.webresources.StandardRoot;

final class TomcatWebServer implements WebServer {
    private static final Logger NOISE = Logger.getLogger("org.apache");

    private final Tomcat tomcat = new Tomcat();
    private final Consumer<Connector> change;
    private Context context;

    TomcatWebServer() {
        this(connector -> {});
    }

    /** With a connector that is set otherwise. */
    TomcatWebServer(Consumer<Connector> change) {
        this.change = change;
    }

    @Override
    public void start(Map<String, String> contextParameters) throws Exception {
        NOISE.setLevel(Level.WARNING);
        File base = Files.createTempDirectory("tomcat").toFile();
        tomcat.setBaseDir(base.getPath());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        change.accept(tomcat.getConnector());
        context = tomcat.addContext("", base.getPath());
        Tomcat.initWebappDefaults(context);
        context.removeServletMapping("*.jsp");
        context.removeServletMapping("*.jspx");
        context.removeChild(context.findChild("jsp"));
        context.setResources(new StandardRoot(context));
        URL page = Objects.requireNonNull(BreakwaterInitializer.class.getResource("/META-INF/resources/index.html"));
        context.getResources()
                .addPreResources(new DirResourceSet(
                        context.getResources(),
                        "/",
                        Path.of(page.toURI()).getParent().toString(),
                        "/"));
        contextParameters.forEach(context::addParameter);
        context.addServletContainerInitializer(new BreakwaterInitializer(), Set.of());
        tomcat.start();
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public String token() {
        return (String) context.getServletContext().getAttribute(BreakwaterInitializer.TOKEN);
    }

    @Override
    public SseHub hub() {
        return (SseHub) context.getServletContext().getAttribute(BreakwaterInitializer.HUB);
    }

    @Override
    public void undeploy() throws Exception {
        context.stop();
    }

    @Override
    public void close() throws Exception {
        if (tomcat.getServer().getState() != LifecycleState.DESTROYED) {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
