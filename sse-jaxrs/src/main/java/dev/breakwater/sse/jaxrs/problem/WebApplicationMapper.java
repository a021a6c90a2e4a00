package dev.breakwater.sse.jaxrs.problem;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.Map;

/** What Jakarta REST itself refuses; what has an entity never comes here. Keeps the headers, such as {@code Allow}. */
final class WebApplicationMapper implements ExceptionMapper<WebApplicationException> {
    @Override
    public Response toResponse(WebApplicationException refusal) {
        Response bare = refusal.getResponse();
        if (bare.getStatus() < 400) {
            return bare;
        }
        Response.ResponseBuilder answer = Problem.of(bare.getStatus(), bare.getHeaderString(HttpHeaders.ALLOW))
                .answer();
        for (Map.Entry<String, List<Object>> header : bare.getHeaders().entrySet()) {
            header.getValue().forEach(value -> answer.header(header.getKey(), value));
        }
        return answer.build();
    }
}
