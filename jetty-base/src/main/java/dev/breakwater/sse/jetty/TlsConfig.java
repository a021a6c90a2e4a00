package dev.breakwater.sse.jetty;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the program serves TLS.
 *
 * @param port the port, 0 for any free one
 * @param certificate the certificate and those it rests on, in PEM; null for one that is made at each start
 * @param key its private key, in PEM; null with the certificate
 */
record TlsConfig(
        int port, @Nullable Path certificate, @Nullable Path key) {
    static final int DEFAULT_PORT = 8443;

    /** Whether the certificate is one that nobody but its maker knows. */
    boolean isForDevelopment() {
        return certificate == null;
    }
}
