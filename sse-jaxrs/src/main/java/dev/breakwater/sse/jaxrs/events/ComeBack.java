package dev.breakwater.sse.jaxrs.events;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.jaxrs.problem.Problem;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The answer to a client that cannot be given a stream now. A native {@code EventSource} gives up for good on any error
 * status, so it gets an empty stream that says when to come back; who asks for problems gets one.
 */
final class ComeBack {
    private ComeBack() {}

    static Response answer(SseHub hub, List<MediaType> acceptable, String reason) {
        Duration retry = hub.config().retryWindow().draw(hub.streams(), ThreadLocalRandom.current());
        boolean understands = acceptable.stream()
                .anyMatch(type -> (type.getType() + "/" + type.getSubtype()).equalsIgnoreCase(Problem.MEDIA_TYPE));
        if (understands) {
            return new Problem(503, reason + "; come back later")
                    .answer()
                    .header(HttpHeaders.RETRY_AFTER, Math.max(1, retry.toSeconds()))
                    .build();
        }
        return Response.ok("retry: " + retry.toMillis() + "\n\n")
                .type(MediaType.SERVER_SENT_EVENTS_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store, no-transform")
                .build();
    }
}
