package dev.breakwater.sse.webapp;

import java.nio.file.Path;
import org.eclipse.jetty.ee10.annotations.AnnotationConfiguration;
import org.eclipse.jetty.ee10.webapp.Configuration;
import org.eclipse.jetty.ee10.webapp.FragmentConfiguration;
import org.eclipse.jetty.ee10.webapp.MetaInfConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppClassLoader;
import org.eclipse.jetty.ee10.webapp.WebAppConfiguration;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.ee10.webapp.WebInfConfiguration;
import org.eclipse.jetty.ee10.webapp.WebXmlConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

final class JettyWarServer implements WarServer {
    private static final int IDLE_MILLIS = 3_000;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server, 1, 1);
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();
    private WebAppContext deployed;

    /** A journal has threads and files of its own, which must go with the WAR. */
    private final Path data = Path.of("target", "war-data-" + System.nanoTime());

    @Override
    public void start() throws Exception {
        connector.setHost("127.0.0.1");
        // An idle connection keeps what it was last used for.
        connector.setIdleTimeout(IDLE_MILLIS);
        server.addConnector(connector);
        server.setHandler(contexts);
        server.start();
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void deploy(Path war, String contextPath) throws Exception {
        deployed = new WebAppContext(war.toString(), contextPath);
        deployed.setThrowUnavailableOnStartupException(true);
        // All but JNDI, which would need more than a WAR of ours does.
        deployed.setConfigurations(new Configuration[] {
            new WebInfConfiguration(),
            new MetaInfConfiguration(),
            new WebXmlConfiguration(),
            new FragmentConfiguration(),
            new AnnotationConfiguration(),
            new WebAppConfiguration()
        });
        deployed.setClassLoader(new WebAppClassLoader(new ContainerLoader(), deployed));
        deployed.setInitParameter("breakwater.token", TOKEN);
        deployed.setInitParameter("breakwater.data", data.toString());
        contexts.addHandler(deployed);
        deployed.start();
    }

    @Override
    public ClassLoader classLoader() {
        return deployed.getClassLoader();
    }

    @Override
    public void undeploy() throws Exception {
        deployed.stop();
        contexts.removeHandler(deployed);
        deployed.destroy();
        deployed = null;
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
