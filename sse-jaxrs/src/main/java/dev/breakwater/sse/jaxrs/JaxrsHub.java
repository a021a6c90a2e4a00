package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.EventTooLargeException;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.SseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A hub as resource methods use it: they subscribe the sinks that they are given. Inject it.
 *
 * <pre>{@code
 * @GET
 * @Produces(MediaType.SERVER_SENT_EVENTS)
 * public void prices(@Context SseEventSink sink) {
 *     hub.subscribe(sink, "prices/**");
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class JaxrsHub {
    private final SseHub hub;

    /** A hub as resource methods use it. */
    public JaxrsHub(SseHub hub) {
        this.hub = hub;
    }

    /** The hub itself. */
    public SseHub hub() {
        return hub;
    }

    /**
     * Publishes an event: see {@link SseHub#publish}.
     *
     * @throws EventTooLargeException if it is larger than the hub takes
     * @throws IllegalStateException if the hub is closed
     */
    public CompletionStage<EventId> publish(SseEvent event) {
        return hub.publish(event);
    }

    /**
     * Publishes an event that has a topic and data, no more.
     *
     * @throws IllegalArgumentException if the topic is none, or the event is larger than the hub takes
     * @throws IllegalStateException if the hub is closed
     */
    public CompletionStage<EventId> publish(String topic, String data) {
        return hub.publish(SseEvent.of(topic, data));
    }

    /**
     * Subscribes the client behind a sink to topics and patterns. It continues after the event that the request names as
     * {@code Last-Event-ID}, or as the query parameter {@code lastEventId}; else it begins with what is published from
     * now on. Nothing can be sent to the sink any more; closing it ends the subscription.
     *
     * @param sink as injected into the resource method that calls this
     * @throws ComeBackException if the hub takes no subscription now: leave it to Jersey, which answers the client
     * @throws IllegalArgumentException if a topic is neither topic nor pattern, or there is none, or too many
     * @throws IllegalStateException if the sink was used before
     * @throws UnsupportedOperationException if the sink is not one that this library has given
     */
    public Subscription subscribe(SseEventSink sink, String... topics) {
        NonBlockingSink ours = requireOurs(sink);
        SubscriptionRequest wanted = SubscriptionRequest.of(List.of(topics));
        String lastEventId = ours.lastEventId();
        return ours.subscribe(hub, lastEventId == null ? wanted : wanted.from(StartPosition.after(lastEventId)));
    }

    /**
     * Subscribes the client behind a sink, from the position that the subscription says, whatever the request has as
     * {@code Last-Event-ID}.
     *
     * @param sink as injected into the resource method that calls this
     * @throws ComeBackException if the hub takes no subscription now: leave it to Jersey, which answers the client
     * @throws IllegalStateException if the sink was used before
     * @throws UnsupportedOperationException if the sink is not one that this library has given
     */
    public Subscription subscribe(SseEventSink sink, SubscriptionRequest subscription) {
        return requireOurs(sink).subscribe(hub, subscription);
    }

    private static NonBlockingSink requireOurs(SseEventSink sink) {
        if (sink instanceof NonBlockingSink ours) {
            return ours;
        }
        throw new UnsupportedOperationException(
                "the sink is a " + sink.getClass().getName()
                        + ", not one of Breakwater's: take it as a parameter, '@Context SseEventSink', of a resource method that"
                        + " Jersey calls in a servlet container, and register BreakwaterFeature if auto-discovery is off");
    }
}
