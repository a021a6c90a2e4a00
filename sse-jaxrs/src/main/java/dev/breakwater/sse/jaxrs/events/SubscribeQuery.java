package dev.breakwater.sse.jaxrs.events;

import dev.breakwater.sse.delivery.ClientKey;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.StreamForm;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.jaxrs.problem.Quoted;
import dev.breakwater.sse.servlet.Clients;
import dev.breakwater.sse.servlet.EventStreams;
import jakarta.servlet.http.HttpServletRequest;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code GET /events} asks for. */
public final class SubscribeQuery {
    private SubscribeQuery() {}

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if its query is malformed; the message says what to change
     */
    public static SubscriptionRequest of(HttpServletRequest request) {
        return parse(
                request.getQueryString(),
                EventStreams.lastEventId(request),
                request.getHeader(Clients.HEADER),
                Clients.owner(request));
    }

    /**
     * Reads a query.
     *
     * @param lastEventId the header, or null. It goes before what the query says: a browser that reconnects sends the same
     *     URL once more
     * @param client what the client calls itself in a header, or null; goes before what the query says
     * @param owner the user or address that the request comes from
     * @throws IllegalArgumentException if the query is malformed; the message says what to change
     */
    static SubscriptionRequest parse(
            @Nullable String query, @Nullable String lastEventId, @Nullable String client, String owner) {
        QueryParameters parameters = new QueryParameters(
                query,
                "topic",
                "topics",
                "lastEventId",
                "from",
                "last",
                "since",
                "slow",
                "heartbeat",
                "padding",
                Clients.PARAMETER);
        List<String> topics = parameters.all("topic");
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("name what to subscribe to: /events?topic=<topic or pattern>");
        }
        StartPosition start = start(parameters);
        SubscriptionRequest request =
                SubscriptionRequest.of(topics).from(lastEventId == null ? start : StartPosition.after(lastEventId));
        String id = client != null ? client : parameters.one(Clients.PARAMETER);
        if (id != null) {
            request = request.as(new ClientKey(owner, id));
        }
        if (namesTopics(parameters.one("topics"))) {
            request = request.namingTopics();
        }
        if (heartbeatEvents(parameters.one("heartbeat"))) {
            request = request.withHeartbeatEvents();
        }
        String padding = parameters.one("padding");
        if (padding != null) {
            request = request.withPadding(padding(padding));
        }
        String slow = parameters.one("slow");
        return slow == null ? request : request.withPolicy(policy(slow));
    }

    private static boolean namesTopics(@Nullable String text) {
        if (text == null || text.equals("named")) {
            return text != null;
        }
        throw new IllegalArgumentException(
                "topics must be 'named', or be left out (each topic is a 'topic'): " + Quoted.of(text));
    }

    private static boolean heartbeatEvents(@Nullable String text) {
        if (text == null || text.equals("comment") || text.equals("event")) {
            return "event".equals(text);
        }
        throw new IllegalArgumentException("heartbeat must be 'comment' or 'event': " + Quoted.of(text));
    }

    private static int padding(String text) {
        try {
            int bytes = Integer.parseInt(text);
            if (bytes >= 0 && bytes <= StreamForm.MOST_PADDING) {
                return bytes;
            }
        } catch (NumberFormatException notANumber) {
            // Is refused like one that is out of range.
        }
        throw new IllegalArgumentException(
                "padding must be a number of bytes, 0.." + StreamForm.MOST_PADDING + ": " + Quoted.of(text));
    }

    private static StartPosition start(QueryParameters parameters) {
        String lastEventId = parameters.one("lastEventId");
        String from = parameters.one("from");
        String last = parameters.one("last");
        String since = parameters.one("since");
        if (Stream.of(lastEventId, from, last, since).filter(Objects::nonNull).count() > 1) {
            throw new IllegalArgumentException("give one start position: 'lastEventId', 'from', 'last' or 'since'");
        }
        if (lastEventId != null && !lastEventId.isEmpty()) {
            return StartPosition.after(lastEventId);
        }
        if (since != null) {
            return since(since);
        }
        return last != null ? last(last) : from(from);
    }

    private static StartPosition from(@Nullable String text) {
        if (text == null || text.equals("latest")) {
            return StartPosition.latest();
        }
        if (text.equals("earliest")) {
            return StartPosition.earliest();
        }
        if (text.equals("snapshot")) {
            return StartPosition.snapshot();
        }
        throw new IllegalArgumentException("from must be 'earliest', 'latest' or 'snapshot': " + Quoted.of(text));
    }

    /** A '+' in a query is a blank, so an offset has to be written '%2B'; the blank is taken for what was meant. */
    private static StartPosition since(String text) {
        try {
            return StartPosition.since(
                    OffsetDateTime.parse(text.replace(' ', '+')).toInstant());
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(
                    "since must be a time as of RFC 3339, 2026-01-31T12:00:00Z: " + Quoted.of(text), malformed);
        }
    }

    private static StartPosition last(String text) {
        try {
            return StartPosition.last(Integer.parseInt(text));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "last must be a number, 1.." + StartPosition.MOST_LAST + ": " + Quoted.of(text), notANumber);
        }
    }

    private static SlowConsumerPolicy policy(String text) {
        return Arrays.stream(SlowConsumerPolicy.values())
                .filter(policy -> name(policy).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("slow must be one of "
                        + Arrays.stream(SlowConsumerPolicy.values())
                                .map(policy -> "'" + name(policy) + "'")
                                .collect(Collectors.joining(", "))
                        + ": " + Quoted.of(text)));
    }

    private static String name(SlowConsumerPolicy policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }
}
