package dev.breakwater.sse.webapp.metrics;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.DeliveryCounters;
import dev.breakwater.sse.log.EventLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The meters of a hub, which it is asked for when somebody looks. */
final class HubMetrics {
    private final MeterRegistry registry;
    private final SseHub hub;

    HubMetrics(MeterRegistry registry, SseHub hub) {
        this.registry = registry;
        this.hub = hub;
    }

    void register(LagReadings lags) {
        DeliveryCounters counters = hub.counters();
        EventLog log = hub.log();
        gauge("breakwater.streams.open", hub, SseHub::streams, "open streams");
        counter("breakwater.streams.opened", counters, DeliveryCounters::opened, "streams opened");
        for (CloseReason reason : CloseReason.values()) {
            FunctionCounter.builder("breakwater.streams.closed", counters, all -> all.closed(reason))
                    .description("streams that ended")
                    .tag("reason", reason.label())
                    .register(registry);
        }
        counter("breakwater.events.published", log, EventLog::appended, "events published");
        counter("breakwater.deliveries", counters, DeliveryCounters::events, "events written, once for each stream");
        counter("breakwater.delivered.bytes", counters, DeliveryCounters::bytes, "bytes written to streams");
        counter("breakwater.writes", counters, DeliveryCounters::writes, "writes to streams, of one event or more");
        counter("breakwater.heartbeats", counters, DeliveryCounters::heartbeats, "heartbeats written");
        counter("breakwater.gaps", counters, DeliveryCounters::gaps, "gaps that streams were told of");
        gauge("breakwater.log.events", log, EventLog::size, "events kept");
        gauge("breakwater.log.bytes", log, EventLog::bytes, "what kept events cost the heap");
        gauge("breakwater.topics", log, EventLog::topics, "topics known");
        gauge("breakwater.lag.slowest", lags, HubMetrics::slowest, "events that the slowest open stream is behind");
    }

    private static double slowest(LagReadings lags) {
        long[] sorted = lags.sorted();
        return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    }

    private <T> void gauge(String name, T of, ToDoubleFunction<T> value, String description) {
        Gauge.builder(name, of, value).description(description).register(registry);
    }

    private <T> void counter(String name, T of, ToDoubleFunction<T> value, String description) {
        FunctionCounter.builder(name, of, value).description(description).register(registry);
    }
}
