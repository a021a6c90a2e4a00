package dev.breakwater.sse.jaxrs.events;

import dev.breakwater.sse.jaxrs.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** Lets publishers in that have the token (RFC 6750, section 2.1), before anything of their body is read. */
@PublisherOnly
@Priority(Priorities.AUTHENTICATION)
final class TokenFilter implements ContainerRequestFilter {
    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    TokenFilter(String token) {
        this.digest = digest(token);
    }

    @Override
    public void filter(ContainerRequestContext request) {
        String token = token(request.getHeaderString(HttpHeaders.AUTHORIZATION));
        if (token == null) {
            request.abortWith(new Problem(401, "this needs a token: send 'Authorization: Bearer <token>'")
                    .answer()
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"breakwater\"")
                    .build());
        } else if (!MessageDigest.isEqual(digest, digest(token))) {
            request.abortWith(
                    new Problem(403, "the token is not this server's").answer().build());
        }
    }

    private static @Nullable String token(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        return authorization.substring(SCHEME.length()).trim();
    }

    /** Digests are of one length, so that the time of comparing them says nothing about the token's. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
