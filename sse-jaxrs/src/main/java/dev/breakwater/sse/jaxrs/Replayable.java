package dev.breakwater.sse.jaxrs;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a resource method that takes a {@code SseEventSink}: its streams replay what was missed.
 *
 * <p>The sink is subscribed to a topic of the application's hub. A broadcaster that it is registered with publishes to
 * that topic from then on, and so does whoever publishes to the hub. A client that comes back with {@code Last-Event-ID}
 * continues after that event, within the hub's retention, or is told of the gap. Ids that the application has set
 * ({@code OutboundSseEvent.Builder.id}) are kept and found again; they must not repeat within a topic. An event without
 * one gets one.
 *
 * <p>Nothing can be sent to such a sink alone, for that could not be replayed.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Replayable {
    /** The topic, of any name that a topic may have. */
    String value();
}
