package dev.breakwater.sse.jaxrs.events;

import dev.breakwater.sse.EventTooLargeException;
import dev.breakwater.sse.Published;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.jaxrs.problem.Problem;
import dev.breakwater.sse.jaxrs.problem.ProblemException;
import dev.breakwater.sse.store.IdempotencyConflictException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Publishes what comes over HTTP. Any thread. */
final class Publisher {
    private static final Logger LOG = System.getLogger(Publisher.class.getName());
    private static final int TRY_AGAIN_SECONDS = 1;

    private final SseHub hub;

    Publisher(SseHub hub) {
        this.hub = hub;
    }

    /**
     * Refuses a publisher that asked to be held back while a subscriber is about to lose events.
     *
     * @throws ProblemException 429
     */
    void requireRoom(PublishQuery query) {
        if (query.paced() && !hasRoom()) {
            throw ProblemException.withHeader(
                    429,
                    "subscribers cannot follow: publish again after the time in Retry-After",
                    HttpHeaders.RETRY_AFTER,
                    TRY_AGAIN_SECONDS);
        }
    }

    /**
     * Publishes a body; the stage completes with the answer, which may be that the events could not be stored.
     *
     * @throws IllegalArgumentException if the request is malformed; the message says what to change
     * @throws ProblemException if it is refused for another reason
     */
    CompletionStage<Response> publish(PublishQuery query, RequestBody body, @Nullable String idempotencyKey) {
        return body.is(NdjsonBatch.MEDIA_TYPE)
                ? publishBatch(query, body, idempotencyKey)
                : publishOne(query, body, idempotencyKey);
    }

    private CompletionStage<Response> publishOne(
            PublishQuery query, RequestBody body, @Nullable String idempotencyKey) {
        return answer(storeOne(query, body, idempotencyKey), Publisher::idAsJson);
    }

    /**
     * Publishes a body as one event; completes when it is stored, or cannot be.
     *
     * @throws IllegalArgumentException if the request is malformed; the message says what to change
     * @throws ProblemException if it is refused for another reason
     */
    CompletionStage<Published> storeOne(PublishQuery query, RequestBody body, @Nullable String idempotencyKey) {
        query.requireTopics();
        return publish(List.of(query.event(body.read(hub.config().maxEventBytes()))), idempotencyKey);
    }

    private CompletionStage<Published> publish(List<SseEvent> events, @Nullable String idempotencyKey) {
        return whileOpen(() -> idempotencyKey == null
                ? hub.publishAll(events).thenApply(ids -> new Published(ids, false))
                : hub.publishOnce(events, idempotencyKey));
    }

    private CompletionStage<Response> publishBatch(
            PublishQuery query, RequestBody body, @Nullable String idempotencyKey) {
        long mostBytes = (long) hub.config().maxEventBytes() * NdjsonBatch.MOST_EVENT_SIZES;
        NdjsonBatch batch = new NdjsonBatch(body.read(mostBytes), query);
        try {
            return answer(publish(batch.events(), idempotencyKey), Publisher::idsAsJson);
        } catch (EventTooLargeException tooLarge) {
            throw new ProblemException(
                    413, "line " + batch.lineLongerThan(hub.config().maxEventBytes()) + ": " + tooLarge.getMessage());
        }
    }

    private static CompletionStage<Response> answer(
            CompletionStage<Published> stored, Function<List<EventId>, String> json) {
        return stored.handle((published, failure) -> {
            if (failure == null) {
                Response.ResponseBuilder answer = Response.status(Response.Status.CREATED)
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .entity(json.apply(published.ids()));
                return (published.repeated() ? answer.header(IdempotencyKey.REPLAYED_HEADER, "true") : answer).build();
            }
            return notStored(failure);
        });
    }

    /** What the publisher is told of events that were not stored; its body is bytes. */
    static Response notStored(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof IdempotencyConflictException conflict) {
            return new Problem(422, String.valueOf(conflict.getMessage()))
                    .answer()
                    .build();
        }
        LOG.log(Logger.Level.WARNING, "events were not stored, and their publisher was told so", failure);
        return unavailable("the event could not be stored: publish it again");
    }

    static String idAsJson(List<EventId> ids) {
        return "{\"id\":\"" + ids.get(0) + "\"}";
    }

    private static String idsAsJson(List<EventId> ids) {
        return ids.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(",", "{\"ids\":[", "]}"));
    }

    private static <T> T whileOpen(Supplier<T> publishing) {
        try {
            return publishing.get();
        } catch (IllegalStateException closed) {
            throw new WebApplicationException(
                    closed, unavailable("the server is shutting down: publish again when it is back"));
        }
    }

    private static Response unavailable(String sentence) {
        return new Problem(503, sentence)
                .answer()
                .header(HttpHeaders.RETRY_AFTER, TRY_AGAIN_SECONDS)
                .build();
    }

    private boolean hasRoom() {
        try {
            return hub.awaitRoom(Duration.ZERO);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
