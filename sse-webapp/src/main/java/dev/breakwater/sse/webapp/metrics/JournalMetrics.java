package dev.breakwater.sse.webapp.metrics;

import dev.breakwater.sse.store.journal.JournalReplayStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The meters of a journal. */
final class JournalMetrics {
    private final MeterRegistry registry;
    private final JournalReplayStore journal;

    JournalMetrics(MeterRegistry registry, JournalReplayStore journal) {
        this.registry = registry;
        this.journal = journal;
    }

    void register() {
        gauge("breakwater.journal.events", JournalReplayStore::events, "events on disk");
        gauge("breakwater.journal.bytes", JournalReplayStore::bytes, "what the journal takes on disk");
        gauge(
                "breakwater.journal.waiting.bytes",
                JournalReplayStore::waitingBytes,
                "what waits to be made durable, or to be acknowledged");
        FunctionTimer.builder(
                        "breakwater.journal.commits",
                        journal,
                        JournalReplayStore::commits,
                        all -> all.commitTime().toNanos(),
                        TimeUnit.NANOSECONDS)
                .description("groups of publications made durable")
                .register(registry);
        FunctionCounter.builder("breakwater.journal.commits.failed", journal, JournalReplayStore::failedCommits)
                .description("groups of publications that could not be stored, and were refused")
                .register(registry);
    }

    private void gauge(String name, ToDoubleFunction<JournalReplayStore> value, String description) {
        Gauge.builder(name, journal, value).description(description).register(registry);
    }
}
