package dev.breakwater.sse.webapp.metrics;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.budget.ConnectionBudget;
import dev.breakwater.sse.store.journal.JournalReplayStore;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/** Everything that is measured: the hub, and the JVM. Any thread. Close it, or the JVM keeps it alive. */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ResourceMetrics resources;
    private final JvmGcMetrics gc = new JvmGcMetrics();

    /**
     * Begins to measure a hub, and the streams in front of it.
     *
     * @param journal what keeps the hub's history, or null if memory does
     */
    public Metrics(SseHub hub, ConnectionBudget budget, @Nullable JournalReplayStore journal, LagReadings lags) {
        new HubMetrics(registry, hub).register(lags);
        resources = new ResourceMetrics(registry, hub);
        new AdmissionMetrics(registry, hub).register(budget);
        if (journal != null) {
            new JournalMetrics(registry, journal).register();
        }
        registry.getPrometheusRegistry().register(new LagHistogram(lags));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    /** All readings, in the text format of Prometheus. */
    String scrape() {
        resources.refresh();
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
