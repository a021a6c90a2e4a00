package dev.breakwater.sse.jaxrs.problem;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/** All that nobody expected: logged, and answered without a word of what it was. */
final class UnexpectedFailureMapper implements ExceptionMapper<Throwable> {
    @Override
    public Response toResponse(Throwable failure) {
        return Incident.log(failure).answer().build();
    }
}
