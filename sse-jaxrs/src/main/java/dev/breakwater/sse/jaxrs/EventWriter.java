package dev.breakwater.sse.jaxrs;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.util.List;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.message.MessageBodyWorkers;

/** Writes the events of an application as bytes, with the message body writers that it has registered. Any thread. */
final class EventWriter {
    private final MessageBodyWorkers workers;

    EventWriter(MessageBodyWorkers workers) {
        this.workers = workers;
    }

    byte[] write(OutboundSseEvent event) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        OutputStream written = workers.writeTo(
                event,
                event.getClass(),
                OutboundSseEvent.class,
                new Annotation[0],
                MediaType.SERVER_SENT_EVENTS_TYPE,
                new MultivaluedHashMap<>(),
                new MapPropertiesDelegate(),
                frame,
                List.of());
        written.write('\n');
        written.flush();
        return frame.toByteArray();
    }
}
