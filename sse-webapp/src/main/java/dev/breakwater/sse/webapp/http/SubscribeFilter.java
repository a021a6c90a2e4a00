package dev.breakwater.sse.webapp.http;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.jaxrs.events.SubscribeQuery;
import dev.breakwater.sse.servlet.EventStreams;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Opens event streams before Jersey is reached: most of what an opening costs is Jersey's way there and back, and a herd
 * is nothing but openings. What cannot be opened, or is asked for in a way that needs negotiation, goes on to the same
 * resource of Jersey's, which finds the answer, and the words for it.
 */
public final class SubscribeFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // never serialised
    private final SseHub hub;

    /** A filter for the path of the events of a hub, and no other path. */
    public SubscribeFilter(SseHub hub) {
        this.hub = hub;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!request.getMethod().equals("GET") || !takesEventStream(request.getHeader("Accept"))) {
            chain.doFilter(request, response);
            return;
        }
        try {
            EventStreams.open(hub, request, response, SubscribeQuery.of(request));
        } catch (IllegalArgumentException | IllegalStateException refused) {
            if (request.isAsyncStarted()) {
                throw refused;
            }
            chain.doFilter(request, response);
        }
    }

    /** Whether that is plain from the header: a weight may say that it is not taken, or not gladly. */
    private static boolean takesEventStream(@Nullable String accept) {
        return accept == null || (accept.contains(EventStreams.MEDIA_TYPE) && accept.indexOf(';') < 0);
    }
}
