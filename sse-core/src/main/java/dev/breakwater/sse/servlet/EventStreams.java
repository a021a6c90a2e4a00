package dev.breakwater.sse.servlet;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.admission.Deferral;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens event streams on servlet responses. */
public final class EventStreams {
    /** The media type of an event stream; without a charset, for it is always UTF-8. */
    public static final String MEDIA_TYPE = "text/event-stream";

    /** What a response needs besides its type to be a stream: no proxy may store, transform or buffer it. */
    public static final Map<String, String> HEADERS =
            Map.of("Cache-Control", "no-store, no-transform", "X-Accel-Buffering", "no");

    private EventStreams() {}

    /**
     * Turns a response into an event stream of a hub, or tells the client when to come back if the hub lets it not in now.
     * Call it on the request's own thread, before anything is written; it returns at once, and the container must be
     * allowed asynchronous processing of this servlet and its filters.
     *
     * @return the stream, or null if the client was told to come back; the response is then complete
     * @throws IllegalStateException if asynchronous processing is not allowed, or the hub takes no subscription; the
     *     response is then as it was
     * @throws IOException if the response has no output stream to give
     */
    public static @Nullable Subscription open(
            SseHub hub, HttpServletRequest request, HttpServletResponse response, SubscriptionRequest subscription)
            throws IOException {
        Deferral deferral = Admissions.admit(hub, request);
        if (deferral != null) {
            Admissions.answer(request, response, deferral);
            return null;
        }
        Subscription opened = hub.subscribe(Clients.named(subscription, request), () -> {
            AsyncContext async = request.startAsync();
            response.setStatus(HttpServletResponse.SC_OK);
            response.setContentType(MEDIA_TYPE);
            HEADERS.forEach(response::setHeader);
            return new ServletTransport(async);
        });
        GuardedStream.replaceBy(request, opened::replace);
        return opened;
    }

    /**
     * The {@code Last-Event-ID} of a request, or null if it has none. Containers decode headers as ISO-8859-1; browsers
     * send this one as UTF-8 (HTML, 9.2.4).
     */
    public static @Nullable String lastEventId(HttpServletRequest request) {
        String header = request.getHeader("Last-Event-ID");
        return header == null || header.isEmpty()
                ? null
                : new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
