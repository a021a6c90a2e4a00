package dev.breakwater.sse.jaxrs;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Where the message body writers of an application are found. Any thread. */
@FunctionalInterface
interface Writers {
    /** Finds none: only texts can be written. */
    Writers NONE = (type, genericType, annotations, mediaType) -> null;

    /** The writer for a type, or null if there is none. */
    @Nullable
    MessageBodyWriter<?> find(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType);
}
