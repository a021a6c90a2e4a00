package dev.breakwater.sse.jaxrs.problem;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** What the hub refuses is the client's to change: its sentences say how, and echo nothing of what the client sent. */
final class IllegalArgumentMapper implements ExceptionMapper<IllegalArgumentException> {
    @Override
    public Response toResponse(IllegalArgumentException refusal) {
        String sentence = refusal.getMessage();
        return new Problem(400, sentence == null ? "the request cannot be understood" : sentence)
                .answer()
                .build();
    }
}
