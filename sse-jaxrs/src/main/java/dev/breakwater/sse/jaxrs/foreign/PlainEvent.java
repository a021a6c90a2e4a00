package dev.breakwater.sse.jaxrs.foreign;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** An event whose data, if it has any, is text already. */
record PlainEvent(
        @Nullable String id,
        @Nullable String name,
        @Nullable String comment,
        long reconnectDelay,
        @Nullable String data)
        implements OutboundSseEvent {
    @Override
    public Class<?> getType() {
        return String.class;
    }

    @Override
    public Type getGenericType() {
        return String.class;
    }

    @Override
    public MediaType getMediaType() {
        return MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8");
    }

    @Override
    public @Nullable Object getData() {
        return data;
    }

    @Override
    public @Nullable String getId() {
        return id;
    }

    @Override
    public @Nullable String getName() {
        return name;
    }

    @Override
    public @Nullable String getComment() {
        return comment;
    }

    @Override
    public long getReconnectDelay() {
        return reconnectDelay;
    }

    @Override
    public boolean isReconnectDelaySet() {
        return reconnectDelay != RECONNECT_NOT_SET;
    }
}
