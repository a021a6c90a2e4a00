package dev.breakwater.sse.jetty.doctor;

import dev.breakwater.sse.doctor.plan.Plan;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What to examine.
 *
 * @param url where the server is, as its clients see it; the root of the application
 * @param token the publishers' token, or null if the server asks for none
 * @param plan which probes to open
 * @param patience how long to try again while proxies answer with errors
 */
public record Order(URI url, @Nullable String token, Plan plan, Duration patience) {
    /** How long a proxy may answer with errors before nothing is examined. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Has the address end in a slash, so that paths are below it. */
    public Order {
        String text = url.toString();
        if (!text.endsWith("/")) {
            url = URI.create(text + '/');
        }
    }

    /** The order for another address. */
    public Order at(URI other) {
        return new Order(other, token, plan, patience);
    }

    /** The usual order. */
    public static Order of(URI url, @Nullable String token) {
        return new Order(url, token, Plan.of(Plan.SILENCES, Plan.TOTAL), PATIENCE);
    }
}
