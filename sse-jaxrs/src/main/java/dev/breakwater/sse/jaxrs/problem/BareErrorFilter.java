package dev.breakwater.sse.jaxrs.problem;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;

/** Errors that Jersey answers past all exception mappers, a malformed header for one, become problems too. */
final class BareErrorFilter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        int status = response.getStatus();
        if (status >= 400 && !response.hasEntity() && !request.getMethod().equals(HttpMethod.HEAD)) {
            Problem problem = Problem.of(status, response.getHeaderString(HttpHeaders.ALLOW));
            problem.headers().forEach(response.getHeaders()::putSingle);
            response.setEntity(problem.json(), new Annotation[0], MediaType.valueOf(Problem.MEDIA_TYPE));
        }
    }
}
