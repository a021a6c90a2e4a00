package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.jaxrs.foreign.Senders;
import dev.breakwater.sse.jaxrs.foreign.SinkTransport;
import dev.breakwater.sse.jaxrs.stream.Streams;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open sinks of the JAX-RS implementation's own that were subscribed or registered, and the threads that call them. One
 * sink is one stream, however many broadcasters it is registered with. Any thread.
 */
final class ForeignSinks {
    private final Streams streams;
    private final Senders senders = new Senders("breakwater");
    private final Map<SseEventSink, ForeignSink> open = new ConcurrentHashMap<>();

    ForeignSinks(Streams streams) {
        this.streams = streams;
    }

    /** A sink of ours as it is, or the stream over another one. */
    BroadcastSink of(SseEventSink sink) {
        return sink instanceof NonBlockingSink ours ? ours : foreign(sink);
    }

    /** The stream over a sink, which is forgotten when it is over. */
    ForeignSink foreign(SseEventSink sink) {
        return open.computeIfAbsent(
                sink,
                made -> new ForeignSink(made, streams, new SinkTransport(made, senders), () -> open.remove(made)));
    }
}
