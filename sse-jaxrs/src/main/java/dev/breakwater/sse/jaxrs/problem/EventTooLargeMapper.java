package dev.breakwater.sse.jaxrs.problem;

import dev.breakwater.sse.EventTooLargeException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** An event that the hub finds too large. */
final class EventTooLargeMapper implements ExceptionMapper<EventTooLargeException> {
    @Override
    public Response toResponse(EventTooLargeException tooLarge) {
        return new Problem(413, String.valueOf(tooLarge.getMessage())).answer().build();
    }
}
