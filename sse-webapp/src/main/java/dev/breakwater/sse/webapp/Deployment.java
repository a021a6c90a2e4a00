package dev.breakwater.sse.webapp;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.budget.ConnectionBudgetFilter;
import dev.breakwater.sse.doctor.probe.Doctor;
import dev.breakwater.sse.store.journal.JournalConfig;
import dev.breakwater.sse.store.journal.JournalReplayStore;
import dev.breakwater.sse.webapp.metrics.LagReadings;
import dev.breakwater.sse.webapp.metrics.Metrics;
import dev.breakwater.sse.webapp.servertopics.HubReadings;
import dev.breakwater.sse.webapp.servertopics.ServerTopics;
import dev.breakwater.sse.webapp.settings.Settings;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.lang.System.Logger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** All that runs for one servlet context; nothing of it outlives the context. */
final class Deployment implements ServletContextListener, AutoCloseable {
    private static final Logger LOG = System.getLogger(Deployment.class.getName());

    /** How long streams may take beyond the window, for what is in the log for them. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final SseHub hub;
    private final Duration drainWindow;
    private final ConnectionBudgetFilter budget;
    private final Metrics metrics;
    private final Doctor doctor;
    private final @Nullable ServerTopics serverTopics;

    private Deployment(Settings settings, SseHub hub, @Nullable JournalReplayStore journal) {
        this.hub = hub;
        this.drainWindow = settings.drainWindow();
        this.budget = new ConnectionBudgetFilter(
                settings.budget().admittedBy(hub.admission()).inFrontOfAHub());
        this.doctor =
                new Doctor(settings.doctor(), settings.token(), settings.hub().heartbeat());
        LagReadings lags = new LagReadings(hub, System::nanoTime);
        this.metrics = new Metrics(hub, budget.budget(), journal, lags);
        this.serverTopics = settings.serverTopics()
                ? ServerTopics.start(hub, new HubReadings(hub, budget.budget(), settings.budget(), lags))
                : null;
    }

    static Deployment start(Settings settings) {
        JournalConfig config = settings.journal();
        if (config == null) {
            return new Deployment(settings, SseHub.create(settings.hub()), null);
        }
        JournalReplayStore journal = new JournalReplayStore(config, Clock.systemUTC(), new SecureRandom());
        return new Deployment(settings, SseHub.create(settings.hub(), journal), journal);
    }

    SseHub hub() {
        return hub;
    }

    ConnectionBudgetFilter budget() {
        return budget;
    }

    Doctor doctor() {
        return doctor;
    }

    Metrics metrics() {
        return metrics;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        try {
            drain();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        event.getServletContext().removeAttribute(BreakwaterInitializer.DEPLOYMENT);
        event.getServletContext().removeAttribute(BreakwaterInitializer.HUB);
        event.getServletContext().removeAttribute(BreakwaterInitializer.TOKEN);
        close();
    }

    /** Spreads the return of clients, unless somebody has drained the hub already; only as long as that needs. */
    void drain() throws InterruptedException {
        if (hub.isClosed() || hub.streams() == 0 || hub.draining() != null) {
            return;
        }
        Duration window = hub.drainWindow(drainWindow);
        if (!hub.drain(window).await(window.plus(GRACE))) {
            LOG.log(Logger.Level.INFO, hub.streams() + " streams have not ended in time and are cut off");
        }
    }

    @Override
    public void close() {
        if (serverTopics != null) {
            serverTopics.close();
        }
        doctor.close();
        hub.close();
        metrics.close();
    }
}
