package dev.breakwater.sse.webapp.metrics;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.admission.Admission;
import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.budget.ConnectionBudget;
import dev.breakwater.sse.delivery.Drain;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** The meters of who is let in, and who is sent away. */
final class AdmissionMetrics {
    private final MeterRegistry registry;
    private final SseHub hub;

    AdmissionMetrics(MeterRegistry registry, SseHub hub) {
        this.registry = registry;
        this.hub = hub;
    }

    void register(ConnectionBudget budget) {
        Admission admission = hub.admission();
        FunctionCounter.builder("breakwater.admission.admitted", admission, Admission::admitted)
                .description("clients let in")
                .register(registry);
        for (DeferralReason reason : DeferralReason.values()) {
            FunctionCounter.builder("breakwater.admission.deferred", admission, all -> all.deferred(reason))
                    .description("clients told to come back later")
                    .tag("reason", reason.label())
                    .register(registry);
        }
        gauge("breakwater.admission.rate", admission, Admission::rate, "streams let in a second, at most, now");
        gauge(
                "breakwater.admission.queue.seconds",
                admission,
                all -> all.queueLength().toMillis() / 1e3,
                "how long a client that comes now waits for its place");
        gauge(
                "breakwater.overloaded",
                admission,
                all -> all.isOverloaded() ? 1 : 0,
                "1 while fewer are let in because the server is overloaded");
        gauge("breakwater.budget.open", budget, ConnectionBudget::open, "streams that the budgets count");
        gauge("breakwater.budget.addresses", budget, ConnectionBudget::addresses, "addresses that have streams");
        FunctionCounter.builder("breakwater.budget.replaced", budget, ConnectionBudget::replaced)
                .description("streams whose place another one of the same owner has taken")
                .register(registry);
        gauge("breakwater.draining", hub, all -> all.draining() == null ? 0 : 1, "1 while the server is being emptied");
        gauge("breakwater.drain.left", hub, AdmissionMetrics::left, "streams that a drain has still to end");
    }

    private static double left(SseHub hub) {
        Drain drain = hub.draining();
        return drain == null ? 0 : drain.left();
    }

    private <T> void gauge(String name, T of, ToDoubleFunction<T> value, String description) {
        Gauge.builder(name, of, value).description(description).register(registry);
    }
}
