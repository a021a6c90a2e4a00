package dev.breakwater.sse.webapp.metrics;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.ResourceCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The meters of each resource that has given a stream, by its path. */
final class ResourceMetrics {
    private final MeterRegistry registry;
    private final SseHub hub;

    ResourceMetrics(MeterRegistry registry, SseHub hub) {
        this.registry = registry;
        this.hub = hub;
    }

    /** Adds those of resources that have come since; the registry knows the others again. */
    void refresh() {
        for (Map.Entry<String, ResourceCounters> resource :
                hub.resources().all().entrySet()) {
            String path = resource.getKey();
            ResourceCounters counters = resource.getValue();
            Gauge.builder("breakwater.resource.streams.open", counters, ResourceCounters::open)
                    .description("open streams of a resource")
                    .tag("path", path)
                    .register(registry);
            counter("breakwater.resource.streams.opened", path, counters, ResourceCounters::opened);
            counter("breakwater.resource.delivered.bytes", path, counters, ResourceCounters::bytes);
            counter("breakwater.resource.writes", path, counters, ResourceCounters::writes);
            for (CloseReason reason : CloseReason.values()) {
                FunctionCounter.builder("breakwater.resource.streams.closed", counters, all -> all.closed(reason))
                        .tag("path", path)
                        .tag("reason", reason.label())
                        .register(registry);
            }
        }
    }

    private void counter(
            String name, String path, ResourceCounters counters, ToDoubleFunction<ResourceCounters> value) {
        FunctionCounter.builder(name, counters, value).tag("path", path).register(registry);
    }
}
