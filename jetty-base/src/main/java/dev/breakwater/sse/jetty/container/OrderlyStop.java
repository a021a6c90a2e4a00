package dev.breakwater.sse.jetty.container;

import java.time.Duration;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outermost handler of a Jetty that serves event streams, which makes it stop in an order that clients survive.
 *
 * <p>Jetty by itself cuts all connections first and stops the applications last, so that streams end in the middle of a
 * chunk, which Firefox takes for a fault. Here, when the server begins to stop:
 *
 * <ol>
 *   <li>nothing new is accepted;
 *   <li>requests that still come on open connections are answered in the applications' place ({@link ComeBackAnswer});
 *   <li>those that came before get their answer, if they end soon ({@link InFlight});
 *   <li>the applications stop, and their hubs end their streams properly;
 *   <li>Jetty stops as it always does.
 * </ol>
 */
public final class OrderlyStop extends Handler.Wrapper implements LifeCycle.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(OrderlyStop.class);

    private static final Duration LONGEST_REQUEST = Duration.ofSeconds(2);
    private static final Duration LONGEST_CUT = Duration.ofMillis(500);

    private final ComeBackAnswer comeBack = new ComeBackAnswer();
    private final InFlight inFlight = new InFlight();
    private volatile boolean stopping;

    @Override
    protected void doStart() throws Exception {
        stopping = false;
        getServer().addEventListener(this);
        super.doStart();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (stopping) {
            comeBack.answer(request, response, callback);
            return true;
        }
        if (!InFlight.concerns(request)) {
            return super.handle(request, response, callback);
        }
        inFlight.add(request);
        boolean handled = false;
        try {
            handled = super.handle(request, response, Callback.from(callback, () -> inFlight.remove(request)));
        } finally {
            if (!handled) {
                inFlight.remove(request);
            }
        }
        return handled;
    }

    @Override
    public void lifeCycleStopping(LifeCycle server) {
        if (server == getServer()) {
            stopping = true;
            stopAccepting(getServer());
            awaitAnswers();
            stopApplications();
        }
    }

    private static void stopAccepting(Server server) {
        for (Connector connector : server.getConnectors()) {
            // Answers say "Connection: close" from now on, and clients that do not read are cut after a second.
            // Jetty itself waits, later, for this to be done.
            var unused = connector.shutdown();
            if (connector instanceof NetworkConnector network) {
                // Or connections would still be made and wait in vain.
                network.close();
            }
        }
    }

    private void awaitAnswers() {
        try {
            inFlight.awaitNone(LONGEST_REQUEST);
            inFlight.cut();
            inFlight.awaitNone(LONGEST_CUT);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopApplications() {
        for (ContextHandler application : getDescendants(ContextHandler.class)) {
            try {
                application.stop();
            } catch (Exception failed) {
                LOG.warn("an application did not stop as it should: {}", application.getContextPath(), failed);
            }
        }
    }
}
