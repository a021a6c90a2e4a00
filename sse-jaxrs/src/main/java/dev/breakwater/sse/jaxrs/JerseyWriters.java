package dev.breakwater.sse.jaxrs;

import jakarta.inject.Provider;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.glassfish.jersey.message.MessageBodyWorkers;
import org.jspecify.annotations.Nullable;

/** The writers of a Jersey application, which has them only once it is complete. */
record JerseyWriters(Provider<MessageBodyWorkers> workers) implements Writers {
    @Override
    public @Nullable MessageBodyWriter<?> find(
            Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return workers.get().getMessageBodyWriter(type, genericType, annotations, mediaType);
    }
}
