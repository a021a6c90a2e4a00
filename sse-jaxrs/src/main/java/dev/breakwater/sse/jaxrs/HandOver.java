package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.delivery.Transport;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.IOException;
import org.glassfish.jersey.process.internal.RequestScope;
import org.glassfish.jersey.server.ChunkedOutput;

/**
 * The entity of a stream's response, which takes the response over from Jersey.
 *
 * <p>Jersey runs its response filters, sets the headers, then gives a {@link ChunkedOutput} its context and flushes it.
 * From that moment on the response is ours, and Jersey does not touch it any more. What Jersey gives is not used, but
 * {@link ChunkedOutput} keeps it: so nothing that lives as long as the stream may refer to this object.
 */
final class HandOver extends ChunkedOutput<OutboundSseEvent> {
    private final RequestScope scope;
    private final DeferredTransport transport;
    private final Transport.Factory response;

    HandOver(RequestScope scope, DeferredTransport transport, Transport.Factory response) {
        this.scope = scope;
        this.transport = transport;
        this.response = response;
    }

    @Override
    protected void flushQueue() throws IOException {
        // Jersey has taken a reference to the request's scope, for as long as it believes the output to be open.
        scope.current().release();
        transport.connect(response);
    }
}
