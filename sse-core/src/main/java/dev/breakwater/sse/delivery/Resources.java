package dev.breakwater.sse.delivery;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The counters of each resource that gives streams: resources are told apart by the path as the application declares it, so
 * there are as many as the application has. Any thread.
 */
public final class Resources {
    /** The name of all resources together that came when there were {@value #MOST} already. */
    public static final String OTHERS = "others";

    /** The most resources that are told apart. */
    public static final int MOST = 1_000;

    private final Map<String, ResourceCounters> byPath = new ConcurrentHashMap<>();

    /** No resource yet. */
    public Resources() {}

    /** The counters of a resource, by the path that it is declared with: {@code /rooms/{room}}. */
    public ResourceCounters at(String path) {
        ResourceCounters known = byPath.get(path);
        if (known != null) {
            return known;
        }
        String name = byPath.size() < MOST ? path : OTHERS;
        return byPath.computeIfAbsent(name, first -> new ResourceCounters());
    }

    /** The counters of all resources that have given a stream, by path. */
    public Map<String, ResourceCounters> all() {
        return new TreeMap<>(byPath);
    }
}
