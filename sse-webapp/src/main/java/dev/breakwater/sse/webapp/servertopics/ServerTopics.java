package dev.breakwater.sse.webapp.servertopics;

import dev.breakwater.sse.SseHub;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Publishes readings of the server once a second, from a thread of its own, until it is closed. */
public final class ServerTopics implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ServerTopics.class.getName());
    private static final int PERIOD_SECONDS = 1;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final SseHub hub;
    private final ServerReadings readings;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private ServerTopics(SseHub hub, HubReadings own) {
        this.hub = hub;
        this.readings = new ServerReadings(hub, own);
        this.thread = new Thread(this::run, hub.config().name() + "-server-topics");
        this.thread.setDaemon(true);
    }

    /** Begins at once. */
    public static ServerTopics start(SseHub hub, HubReadings own) {
        ServerTopics topics = new ServerTopics(hub, own);
        topics.thread.start();
        return topics;
    }

    private void run() {
        try {
            do {
                publish();
            } while (!closing.await(PERIOD_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish() {
        if (hub.isClosed()) {
            return;
        }
        try {
            hub.publishAll(readings.take()).exceptionally(failure -> {
                LOG.log(Logger.Level.DEBUG, "readings of the server were not stored", failure);
                return null;
            });
        } catch (RuntimeException failure) {
            LOG.log(Logger.Level.WARNING, "readings of the server could not be published", failure);
        }
    }

    /** Waits for the thread to be gone, not only done: a container looks for threads that its applications leave. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
