package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.EventTooLargeException;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.jaxrs.stream.StreamSettings;
import dev.breakwater.sse.jaxrs.stream.Streams;
import jakarta.ws.rs.ext.Providers;
import jakarta.ws.rs.sse.SseBroadcaster;
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
    private final Streams streams;
    private final ForeignSinks foreign;

    /**
     * A hub as resource methods use it, for an application that makes one by itself: on RESTEasy, on CXF. One for each
     * application; its streams end when the hub is closed. On Jersey inject one.
     */
    public JaxrsHub(SseHub hub) {
        this.hub = hub;
        this.streams = new Streams(() -> hub, StreamSettings.DEFAULTS);
        this.foreign = new ForeignSinks(streams);
    }

    JaxrsHub(SseHub hub, Streams streams, ForeignSinks foreign) {
        this.hub = hub;
        this.streams = streams;
        this.foreign = foreign;
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
     * A broadcaster that never blocks, for sinks of whatever JAX-RS implementation. Its events must have texts for data.
     */
    public SseBroadcaster newBroadcaster() {
        return new BoundedBroadcaster(new EventEncoder(Writers.NONE), streams.newLog(), foreign);
    }

    /**
     * A broadcaster that never blocks, for sinks of whatever JAX-RS implementation.
     *
     * @param providers where the writers for the data of events are found, on whichever thread broadcasts: an
     *     implementation whose injected {@code Providers} works only within a request has another one to give
     */
    public SseBroadcaster newBroadcaster(Providers providers) {
        return new BoundedBroadcaster(new EventEncoder(providers::getMessageBodyWriter), streams.newLog(), foreign);
    }

    /**
     * Subscribes the client behind a sink to topics and patterns. On Jersey it continues after the event that the request
     * names as {@code Last-Event-ID}, or as the query parameter {@code lastEventId}; else, and on other implementations,
     * whose request is not known here, it begins with what is published from now on. Nothing can be sent to the sink any
     * more; closing it ends the subscription.
     *
     * @param sink as injected into the resource method that calls this
     * @throws ComeBackException if the hub takes no subscription now: leave it to the implementation, which answers the
     *     client
     * @throws IllegalArgumentException if a topic is neither topic nor pattern, or there is none, or too many
     * @throws IllegalStateException if the sink was used before
     */
    public Subscription subscribe(SseEventSink sink, String... topics) {
        SubscriptionRequest wanted = SubscriptionRequest.of(List.of(topics));
        if (sink instanceof NonBlockingSink ours) {
            String lastEventId = ours.lastEventId();
            return ours.subscribe(hub, lastEventId == null ? wanted : wanted.from(StartPosition.after(lastEventId)));
        }
        return subscribeForeign(sink, wanted);
    }

    /**
     * Subscribes the client behind a sink, from the position that the subscription says, whatever the request has as
     * {@code Last-Event-ID}.
     *
     * @param sink as injected into the resource method that calls this
     * @throws ComeBackException if the hub takes no subscription now: leave it to the implementation, which answers the
     *     client
     * @throws IllegalStateException if the sink was used before
     */
    public Subscription subscribe(SseEventSink sink, SubscriptionRequest subscription) {
        return sink instanceof NonBlockingSink ours
                ? ours.subscribe(hub, subscription)
                : subscribeForeign(sink, subscription);
    }

    private Subscription subscribeForeign(SseEventSink sink, SubscriptionRequest wanted) {
        ForeignSink over = foreign.foreign(sink);
        over.requireUnused();
        try {
            return over.subscribe(hub, wanted);
        } catch (IllegalStateException refused) {
            throw ComeBackException.to(null, hub.admission().untilThereIsRoom(DeferralReason.REFUSED), refused);
        }
    }
}
