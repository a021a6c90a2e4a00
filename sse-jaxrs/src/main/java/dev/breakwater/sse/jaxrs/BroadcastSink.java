package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.jaxrs.stream.BroadcastLog;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a broadcaster asks of a sink that is registered with it. Any thread. */
interface BroadcastSink {
    /** The sink that the application has registered. */
    SseEventSink sink();

    /** What its resource method is replayable by, or null. */
    @Nullable
    Replay replay();

    /** Subscribes to what its resource method is replayable by, unless it is already. */
    void subscribeToReplay(Replay replay);

    /**
     * Has the sink get what is broadcast from now on.
     *
     * @throws IllegalStateException if it is subscribed to a hub
     */
    void register(BroadcastLog log);

    /** Calls once when nothing more will be written; on a thread that may block. */
    void onEnd(Consumer<CloseReason> listener);

    /** Ends the stream after what was sent and broadcast until now. */
    void close();
}
