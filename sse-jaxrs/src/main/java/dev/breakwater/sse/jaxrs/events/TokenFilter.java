package dev.breakwater.sse.jaxrs.events;

import dev.breakwater.sse.jaxrs.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;

/** Lets publishers in that have the token (RFC 6750, section 2.1), before anything of their body is read. */
@PublisherOnly
@Priority(Priorities.AUTHENTICATION)
final class TokenFilter implements ContainerRequestFilter {
    private final BearerToken token;

    TokenFilter(String token) {
        this.token = new BearerToken(token);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        if (!BearerToken.isIn(authorization)) {
            request.abortWith(new Problem(401, "this needs a token: send 'Authorization: Bearer <token>'")
                    .answer()
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"breakwater\"")
                    .build());
        } else if (!token.isThatOf(authorization)) {
            request.abortWith(
                    new Problem(403, "the token is not this server's").answer().build());
        }
    }
}
