package dev.breakwater.sse.webapp.http;

import java.util.List;
import java.util.stream.Collectors;

/** The paths that are resources; all others are files. */
public final class ApiPaths {
    /** Subscribing and publishing. */
    public static final String EVENTS = "/events";

    private static final List<String> ALL = List.of(EVENTS, "/admin", "/health", "/metrics");

    private ApiPaths() {}

    /** A regular expression that matches the paths of files. */
    public static String filesPattern() {
        return ALL.stream().collect(Collectors.joining("|", "(?!(", ")(/.*)?$).*"));
    }
}
