package dev.breakwater.sse.webapp;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.store.journal.JournalConfig;
import dev.breakwater.sse.store.journal.JournalReplayStore;
import dev.breakwater.sse.webapp.metrics.Metrics;
import dev.breakwater.sse.webapp.servertopics.ServerTopics;
import dev.breakwater.sse.webapp.settings.Settings;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** All that runs for one servlet context; nothing of it outlives the context. */
final class Deployment implements ServletContextListener, AutoCloseable {
    private final SseHub hub;
    private final Metrics metrics;
    private final @Nullable ServerTopics serverTopics;

    private Deployment(SseHub hub, Metrics metrics, @Nullable ServerTopics serverTopics) {
        this.hub = hub;
        this.metrics = metrics;
        this.serverTopics = serverTopics;
    }

    static Deployment start(Settings settings) {
        JournalConfig journal = settings.journal();
        SseHub hub = journal == null
                ? SseHub.create(settings.hub())
                : SseHub.create(settings.hub(), new JournalReplayStore(journal, Clock.systemUTC(), new SecureRandom()));
        return new Deployment(hub, new Metrics(hub), settings.serverTopics() ? ServerTopics.start(hub) : null);
    }

    SseHub hub() {
        return hub;
    }

    Metrics metrics() {
        return metrics;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        event.getServletContext().removeAttribute(BreakwaterInitializer.HUB);
        event.getServletContext().removeAttribute(BreakwaterInitializer.TOKEN);
        close();
    }

    @Override
    public void close() {
        if (serverTopics != null) {
            serverTopics.close();
        }
        hub.close();
        metrics.close();
    }
}
