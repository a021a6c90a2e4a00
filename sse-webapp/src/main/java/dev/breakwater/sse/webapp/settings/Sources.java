package dev.breakwater.sse.webapp.settings;

import jakarta.servlet.ServletContext;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * Where settings come from, the first before the later ones: system properties, environment, a file that one of these
 * two names, and parameters of the servlet context.
 */
public record Sources(
        Map<String, String> systemProperties, Map<String, String> environment, Map<String, String> contextParameters) {
    static final String PREFIX = "breakwater.";

    /** Makes the maps immutable. */
    public Sources {
        systemProperties = Map.copyOf(systemProperties);
        environment = Map.copyOf(environment);
        contextParameters = Map.copyOf(contextParameters);
    }

    /** This process and a servlet context. */
    public static Sources of(ServletContext context) {
        Map<String, String> systemProperties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            systemProperties.put(name, System.getProperty(name, ""));
        }
        Map<String, String> contextParameters = new HashMap<>();
        for (String name : Collections.list(context.getInitParameterNames())) {
            contextParameters.put(name, context.getInitParameter(name));
        }
        return new Sources(systemProperties, System.getenv(), contextParameters);
    }
}
