package dev.breakwater.sse.webapp.servertopics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.event.SseEvent;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.OperatingSystemMXBean;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** What the server knows of itself, as events: their data is JSON, their key the topic, so that they can be conflated. */
final class ServerReadings {
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    private final SseHub hub;
    private final HubReadings own;

    ServerReadings(SseHub hub, HubReadings own) {
        this.hub = hub;
        this.own = own;
    }

    /** A reading of each kind. */
    List<SseEvent> take() {
        return List.of(
                event("cpu", ServerReadings::writeCpu),
                event("memory", ServerReadings::writeMemory),
                event("gc", ServerReadings::writeGc),
                event("threads", ServerReadings::writeThreads),
                event("streams", this::writeStreams),
                event("hub", own::write));
    }

    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static SseEvent event(String kind, Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        String topic = "server/" + kind;
        return new SseEvent(List.of(topic), text.toString(), kind, topic);
    }

    /** Loads are shares of all processors, 0..1; they are left out where the platform does not tell them. */
    private static void writeCpu(JsonGenerator json) throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        json.writeNumberField("processors", system.getAvailableProcessors());
        if (system instanceof com.sun.management.OperatingSystemMXBean detailed) {
            writeShare(json, "system", detailed.getCpuLoad());
            writeShare(json, "process", detailed.getProcessCpuLoad());
        }
        double average = system.getSystemLoadAverage();
        if (average >= 0) {
            json.writeNumberField("loadAverage", rounded(average));
        }
    }

    private static void writeShare(JsonGenerator json, String field, double share) throws IOException {
        if (share >= 0) {
            json.writeNumberField(field, rounded(share));
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    private static void writeMemory(JsonGenerator json) throws IOException {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        json.writeNumberField("heapUsed", heap.getUsed());
        json.writeNumberField("heapCommitted", heap.getCommitted());
        json.writeNumberField("heapMax", heap.getMax());
        json.writeNumberField(
                "nonHeapUsed",
                ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed());
    }

    private static void writeGc(JsonGenerator json) throws IOException {
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        json.writeNumberField(
                "collections",
                collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                        .sum());
        json.writeNumberField(
                "millis",
                collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum());
    }

    private static void writeThreads(JsonGenerator json) throws IOException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        json.writeNumberField("live", threads.getThreadCount());
        json.writeNumberField("daemon", threads.getDaemonThreadCount());
        json.writeNumberField("peak", threads.getPeakThreadCount());
    }

    private void writeStreams(JsonGenerator json) throws IOException {
        json.writeNumberField("open", hub.streams());
        json.writeNumberField("opened", hub.counters().opened());
        json.writeNumberField("published", hub.log().appended());
        json.writeNumberField("deliveries", hub.counters().events());
        json.writeNumberField("bytes", hub.counters().bytes());
        json.writeNumberField("topics", hub.log().topics());
    }
}
