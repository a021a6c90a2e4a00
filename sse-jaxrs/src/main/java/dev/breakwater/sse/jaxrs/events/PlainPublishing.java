package dev.breakwater.sse.jaxrs.events;

import dev.breakwater.sse.Published;
import dev.breakwater.sse.SseHub;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What {@code POST /events} does with nearly all requests, for whoever would rather not go through Jersey for them: one event,
 * whose text is the body, from a publisher that has the token. All else is for the resource, which has the words for what
 * is wrong with it. Any thread.
 */
public final class PlainPublishing {
    /** What needs no second look: text in UTF-8, and one event. */
    private static final Set<String> TYPES = Set.of(
            "text/plain",
            "text/plain;charset=utf-8",
            "text/plain; charset=utf-8",
            "application/json",
            "application/json;charset=utf-8",
            "application/json; charset=utf-8",
            "application/octet-stream",
            "application/x-www-form-urlencoded");

    private final SseHub hub;
    private final BearerToken token;
    private final Publisher publisher;

    /**
     * Publishes to a hub.
     *
     * @param token what publishers must send as {@code Authorization: Bearer}
     */
    public PlainPublishing(SseHub hub, String token) {
        this.hub = hub;
        this.token = new BearerToken(token);
        this.publisher = new Publisher(hub);
    }

    /** Whether a request is of this kind, as far as its head tells. Nothing of its body is read. */
    public boolean takes(HttpServletRequest request) {
        int length = request.getContentLength();
        return request.getMethod().equals("POST")
                && length >= 0
                && length <= hub.config().maxEventBytes()
                && isPlain(all(request, "Content-Type"))
                && all(request, "Content-Encoding").isEmpty()
                && hasToken(all(request, "Authorization"));
    }

    private static boolean isPlain(List<String> types) {
        return types.isEmpty()
                || (types.size() == 1 && TYPES.contains(types.get(0).toLowerCase(Locale.ROOT)));
    }

    private boolean hasToken(List<String> authorizations) {
        return authorizations.size() == 1 && token.isThatOf(authorizations.get(0));
    }

    /**
     * Publishes the event of a request that {@linkplain #takes is of this kind}.
     *
     * @param body all of the request's body
     * @return completes when the event is stored, or cannot be
     * @throws RuntimeException if the request is refused, and nothing was published: the resource says why, if it is asked
     */
    public CompletionStage<Published> publish(HttpServletRequest request, byte[] body) {
        PublishQuery query = PublishQuery.parse(request.getQueryString());
        publisher.requireRoom(query);
        RequestBody text = new RequestBody(null, body.length, new ByteArrayInputStream(body));
        return publisher.storeOne(query, text, IdempotencyKey.of(all(request, IdempotencyKey.HEADER)));
    }

    /**
     * Answers when {@link #publish} has completed.
     *
     * @param published what was stored, or null
     * @param failure why it was not, or null
     * @throws IOException if the publisher is gone
     */
    public static void answer(HttpServletResponse response, @Nullable Published published, @Nullable Throwable failure)
            throws IOException {
        if (published != null) {
            answer(response, published);
        } else if (failure != null) {
            answer(response, Publisher.notStored(failure));
        }
    }

    private static void answer(HttpServletResponse response, Published published) throws IOException {
        response.setStatus(HttpServletResponse.SC_CREATED);
        if (published.repeated()) {
            response.setHeader(IdempotencyKey.REPLAYED_HEADER, "true");
        }
        response.setContentType(MediaType.APPLICATION_JSON);
        write(response, Publisher.idAsJson(published.ids()).getBytes(StandardCharsets.US_ASCII));
    }

    private static void answer(HttpServletResponse response, Response problem) throws IOException {
        response.setStatus(problem.getStatus());
        problem.getStringHeaders().forEach((name, values) -> response.setHeader(name, values.get(0)));
        write(response, (byte[]) problem.getEntity());
    }

    private static void write(HttpServletResponse response, byte[] body) throws IOException {
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static List<String> all(HttpServletRequest request, String header) {
        return Collections.list(request.getHeaders(header));
    }
}
