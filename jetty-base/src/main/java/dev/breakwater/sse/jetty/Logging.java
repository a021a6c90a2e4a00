package dev.breakwater.sse.jetty;

import java.io.IOException;
import java.io.InputStream;
import java.util.logging.LogManager;

/**
 * Where messages go: all of them, the hub's ({@code System.Logger}), Jetty's (SLF4J) and Jersey's, to
 * {@code java.util.logging}, and from there to stderr, one line each, warnings and worse. Whoever names a configuration
 * of their own with {@code java.util.logging.config.file} gets that instead.
 */
final class Logging {
    private static final String CONFIGURATION = "logging.properties";

    private Logging() {}

    static void configure() {
        if (System.getProperty("java.util.logging.config.file") != null
                || System.getProperty("java.util.logging.config.class") != null) {
            return;
        }
        try (InputStream configuration = Logging.class.getResourceAsStream(CONFIGURATION)) {
            LogManager.getLogManager().readConfiguration(configuration);
        } catch (IOException unreadable) {
            throw new IllegalStateException("the jar lacks " + CONFIGURATION, unreadable);
        }
    }
}
