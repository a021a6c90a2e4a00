package dev.breakwater.sse.jaxrs;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * Keeps Jersey's content encoders away from streams: a compressor would hold events back until it has a block full of
 * them. Runs after all other filters, and so after the one that has chosen an encoding.
 */
@Priority(Integer.MIN_VALUE)
final class PlainStreamFilter implements ContainerResponseFilter {
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getEntity() instanceof HandOver) {
            response.getHeaders().remove(HttpHeaders.CONTENT_ENCODING);
        }
    }
}
