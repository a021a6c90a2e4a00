package dev.breakwater.sse.webapp.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of configured origins read answers (Fetch, 3.2). Every answer has the headers, errors too: a browser that
 * misses them on one gives up an event stream for good.
 */
public final class CorsFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;
    private static final String ANY = "*";
    private static final int PREFLIGHT_SECONDS = 600;

    @SuppressWarnings("serial") // never serialised
    private final Set<String> origins;

    /** A filter for origins, or for any if they are {@code *}. */
    public CorsFilter(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.addHeader("Vary", "Origin");
        String allowed = allowed(request.getHeader("Origin"));
        if (allowed != null) {
            response.setHeader("Access-Control-Allow-Origin", allowed);
            // When to come back, to a page that reads statuses.
            response.setHeader("Access-Control-Expose-Headers", "Retry-After");
            if (isPreflight(request)) {
                answerPreflight(response);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    /** What to allow an origin as: the configured text, never that of the request. */
    private @Nullable String allowed(@Nullable String origin) {
        if (origin == null) {
            return null;
        }
        if (origins.contains(ANY)) {
            return ANY;
        }
        return origins.stream().filter(origin::equals).findFirst().orElse(null);
    }

    private static boolean isPreflight(HttpServletRequest request) {
        return request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null;
    }

    private static void answerPreflight(HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST");
        response.setHeader("Access-Control-Allow-Headers", "Authorization, Content-Type, Last-Event-ID");
        response.setHeader("Access-Control-Max-Age", Integer.toString(PREFLIGHT_SECONDS));
    }
}
