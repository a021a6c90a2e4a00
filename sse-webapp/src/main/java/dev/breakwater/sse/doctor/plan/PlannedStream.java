package dev.breakwater.sse.doctor.plan;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One stream to open.
 *
 * @param name what it is known by in the measurements
 * @param shape how it goes
 * @param copy which request of this name: those of one name have the same URL, and no others have
 * @param startMillis when it is opened, in milliseconds after its phase has begun
 * @param leaveAfter after how many ticks the client goes away, 0 to stay
 */
public record PlannedStream(String name, ProbeShape shape, int copy, int startMillis, int leaveAfter) {
    static PlannedStream of(String name, ProbeShape shape) {
        return new PlannedStream(name, shape, 0, 0, 0);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", name);
        json.put("query", shape.query());
        json.put("ticks", shape.ticks());
        json.put("every", shape.everyMillis());
        json.put("silence", shape.silenceMillis());
        json.put("copy", copy);
        json.put("start", startMillis);
        json.put("millis", shape.millis());
        json.put("leaveAfter", leaveAfter);
        return json;
    }
}
