package dev.breakwater.sse.jaxrs;

import dev.breakwater.sse.jaxrs.stream.Frame;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes the events of an application as lines of the event stream format, their data with the message body writers that
 * the application has registered. Any thread, within a request or not.
 */
final class EventEncoder {
    private static final Annotation[] NO_ANNOTATIONS = {};

    private final Writers writers;

    EventEncoder(Writers writers) {
        this.writers = writers;
    }

    /**
     * The lines of an event, without the empty line that ends it.
     *
     * @throws IOException if there is no writer for its data, or the writer fails
     * @throws IllegalArgumentException if its name or id has a line end or NUL
     */
    Lines encode(OutboundSseEvent event) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream(128);
        if (event.getComment() != null) {
            appendLines(lines, ": ", utf8(event.getComment()));
        }
        if (event.getName() != null) {
            appendLine(lines, "event: ", "event name", event.getName());
        }
        if (event.getId() != null) {
            appendLine(lines, "id: ", "event id", event.getId());
        }
        if (event.isReconnectDelaySet()) {
            lines.writeBytes(utf8("retry: " + event.getReconnectDelay() + "\n"));
        }
        if (event.getData() != null) {
            appendLines(lines, "data: ", data(event, event.getData()));
        }
        return new Lines(lines.toByteArray(), event.getId(), event.isReconnectDelaySet());
    }

    /** Lines of an event; its id, if the application has set one, is among them. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Lines(byte[] bytes, @Nullable String id, boolean setsRetry) {
        /** The whole block. */
        Frame frame() {
            byte[] frame = new byte[bytes.length + 1];
            System.arraycopy(bytes, 0, frame, 0, bytes.length);
            frame[bytes.length] = '\n';
            return new Frame(frame, setsRetry);
        }
    }

    @SuppressWarnings("unchecked") // the writer was asked for by this very type
    private byte[] data(OutboundSseEvent event, Object data) throws IOException {
        Class<?> type = event.getType() == null ? data.getClass() : event.getType();
        Type genericType = event.getGenericType() == null ? type : event.getGenericType();
        MediaType mediaType = event.getMediaType() == null ? MediaType.TEXT_PLAIN_TYPE : event.getMediaType();
        if (data instanceof String text && mediaType.equals(MediaType.TEXT_PLAIN_TYPE) && type == String.class) {
            return utf8(text);
        }
        MessageBodyWriter<Object> writer =
                (MessageBodyWriter<Object>) writers.find(type, genericType, NO_ANNOTATIONS, mediaType);
        if (writer == null) {
            throw new IOException("no MessageBodyWriter writes " + genericType.getTypeName() + " as " + mediaType
                    + ": register one, or build the event with a media type that one can write");
        }
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        writer.writeTo(data, type, genericType, NO_ANNOTATIONS, mediaType, new MultivaluedHashMap<>(), written);
        return written.toByteArray();
    }

    private static void appendLine(ByteArrayOutputStream lines, String field, String what, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException(what + " must have no CR, LF or NUL (at character " + i + ")");
            }
        }
        lines.writeBytes(utf8(field));
        lines.writeBytes(utf8(value));
        lines.write('\n');
    }

    /** One line for each that the text has; CR, LF and CRLF each end one. */
    private static void appendLines(ByteArrayOutputStream lines, String field, byte[] text) {
        byte[] start = utf8(field);
        int from = 0;
        for (int i = 0; i <= text.length; i++) {
            if (i == text.length || text[i] == '\n' || text[i] == '\r') {
                lines.writeBytes(start);
                lines.write(text, from, i - from);
                lines.write('\n');
                if (i + 1 < text.length && text[i] == '\r' && text[i + 1] == '\n') {
                    i++;
                }
                from = i + 1;
            }
        }
    }

    private static byte[] utf8(String text) {
        return Objects.requireNonNull(text).getBytes(StandardCharsets.UTF_8);
    }
}
