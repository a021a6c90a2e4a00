package dev.breakwater.sse.webapp.metrics;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.budget.ConnectionBudget;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Everything that is measured: the hub, and the JVM. Any thread. Close it, or the JVM keeps it alive. */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();

    /** Begins to measure a hub, and the streams in front of it. */
    public Metrics(SseHub hub, ConnectionBudget budget, LagReadings lags) {
        new HubMetrics(registry, hub).register(lags);
        new AdmissionMetrics(registry, hub).register(budget);
        registry.getPrometheusRegistry().register(new LagHistogram(lags));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        gc.bindTo(registry);
    }

    /** All readings, in the text format of Prometheus. */
    String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        gc.close();
        registry.close();
    }
}
