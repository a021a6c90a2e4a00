package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.EventId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A topic of the hub whose history a {@link Replayable} resource method replays. Any thread. */
record Replay(String topic, SseHub hub, RememberedIds ids) {
    /** What a client asks for that comes with this id, ours or the application's, or with none. */
    SubscriptionRequest request(@Nullable String lastEventId) {
        SubscriptionRequest wanted = SubscriptionRequest.of(List.of(topic));
        if (lastEventId == null) {
            return wanted;
        }
        EventId known = ids.find(topic, lastEventId);
        return wanted.from(StartPosition.after(known == null ? lastEventId : known.toString()));
    }

    /** Publishes an event, which is found again by its own id if it has one. */
    CompletionStage<EventId> publish(EventEncoder.Lines lines) {
        EncodedEvent event = EncodedEvent.ofLines(List.of(topic), lines.bytes(), lines.id() != null);
        return lines.id() == null ? hub.publish(event) : ids.remember(topic, lines.id(), () -> hub.publish(event));
    }
}
