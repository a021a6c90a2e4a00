package dev.breakwater.sse.servlet;

import dev.breakwater.sse.delivery.ClientKey;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Who a request is from. Any thread. */
public final class Clients {
    /** The header by which a client says who it is. */
    public static final String HEADER = "Breakwater-Client";

    /** The query parameter by which a client says who it is; a browser's {@code EventSource} can send no header. */
    public static final String PARAMETER = "client";

    private static final int LONGEST_ENCODED = 3 * ClientKey.LONGEST_ID;
    private static final String[] TELLING_HEADERS = {"User-Agent", "Last-Event-ID", "Cookie", "Authorization"};

    private Clients() {}

    /** Whom a stream is counted for: what a filter in front has found, else the user, else the peer's address. */
    public static String owner(HttpServletRequest request) {
        GuardedStream guarded = GuardedStream.of(request);
        return guarded != null ? guarded.owner() : owner(request.getUserPrincipal(), request.getRemoteAddr());
    }

    /** The user, or else the address. */
    public static String owner(@Nullable Principal user, @Nullable String address) {
        return user != null && user.getName() != null ? "user " + user.getName() : "address " + address;
    }

    /**
     * What a client calls itself, by header or query parameter; null if it does not, or not by a good name.
     */
    public static @Nullable ClientKey key(HttpServletRequest request, String owner) {
        String header = request.getHeader(HEADER);
        String id = header != null ? header : fromQuery(request.getQueryString());
        try {
            return id == null || id.isEmpty() ? null : new ClientKey(owner, id);
        } catch (IllegalArgumentException noGoodName) {
            return null;
        }
    }

    /** The subscription as that of the client that the request names, unless it has one. */
    public static SubscriptionRequest named(SubscriptionRequest subscription, HttpServletRequest request) {
        ClientKey key = subscription.client() == null ? key(request, owner(request)) : null;
        return key == null ? subscription : subscription.as(key);
    }

    /** What tells one client from another, as far as requests do, and is the same when it comes back. */
    public static long hash(HttpServletRequest request, String owner) {
        long hash = mixed(0, owner);
        hash = mixed(hash, request.getRequestURI());
        hash = mixed(hash, request.getQueryString());
        hash = mixed(hash, request.getHeader(HEADER));
        for (String header : TELLING_HEADERS) {
            hash = mixed(hash, request.getHeader(header));
        }
        return hash;
    }

    private static long mixed(long hash, @Nullable String text) {
        long mixed = hash * 31 + 17;
        for (int i = 0; text != null && i < text.length(); i++) {
            mixed = (mixed ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mixed;
    }

    private static @Nullable String fromQuery(@Nullable String query) {
        if (query == null) {
            return null;
        }
        String name = PARAMETER + '=';
        int at = query.startsWith(name) ? 0 : query.indexOf('&' + name) + 1;
        if (at == 0 && !query.startsWith(name)) {
            return null;
        }
        int end = query.indexOf('&', at);
        String encoded = query.substring(at + name.length(), end < 0 ? query.length() : end);
        if (encoded.length() > LONGEST_ENCODED) {
            return null;
        }
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
