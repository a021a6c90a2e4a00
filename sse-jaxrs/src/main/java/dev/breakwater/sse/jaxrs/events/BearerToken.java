package dev.breakwater.sse.jaxrs.events;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** A token, and whether a request has it (RFC 6750, section 2.1). Any thread. */
public final class BearerToken {
    private static final String SCHEME = "Bearer ";

    private final byte[] digest;

    /** The token that is asked for. */
    public BearerToken(String token) {
        this.digest = digest(token);
    }

    /** Whether the header {@code Authorization} has any token. */
    public static boolean isIn(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
    }

    /** Whether the header {@code Authorization} has this token. */
    public boolean isThatOf(@Nullable String authorization) {
        return authorization != null
                && isIn(authorization)
                && MessageDigest.isEqual(
                        digest, digest(authorization.substring(SCHEME.length()).trim()));
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
