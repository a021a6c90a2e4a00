package dev.breakwater.sse.admission;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a client that gets no stream now. A native {@code EventSource} gives up for good on any status but 200,
 * so it gets an empty stream that says when to come back; who asks for problems gets one. It is to be sent whole, with
 * its length, so that the client comes back on the same connection.
 *
 * @param status 200 or 503
 * @param contentType what the body is
 * @param headers the other headers
 * @param body the body, plain ASCII
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
public record ComeBack(int status, String contentType, Map<String, String> headers, byte[] body) {
    private static final String PROBLEM = "application/problem+json";
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String NEITHER_STORE_NOR_TRANSFORM = "no-store, no-transform";

    /** Makes the headers immutable. */
    public ComeBack {
        headers = Map.copyOf(headers);
    }

    /**
     * The answer to a request.
     *
     * @param accept the request's {@code Accept}, all of it, or null if it has none
     */
    public static ComeBack to(@Nullable String accept, Deferral deferral) {
        return asksForProblems(accept) ? problem(deferral) : emptyStream(deferral);
    }

    /** For everything that reads event streams. */
    public static ComeBack emptyStream(Deferral deferral) {
        return new ComeBack(
                200,
                "text/event-stream",
                Map.of(CACHE_CONTROL, NEITHER_STORE_NOR_TRANSFORM, "X-Accel-Buffering", "no"),
                ascii("retry: " + deferral.retry().toMillis() + "\n\n"));
    }

    /** For clients that say that they understand problem details (RFC 9457). */
    public static ComeBack problem(Deferral deferral) {
        long seconds = Math.max(1, (deferral.retry().toMillis() + 999) / 1000);
        return new ComeBack(
                503,
                PROBLEM,
                Map.of(CACHE_CONTROL, NEITHER_STORE_NOR_TRANSFORM, "Retry-After", Long.toString(seconds)),
                ascii("{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\""
                        + deferral.reason().sentence() + "; come back in " + seconds + " s\"}"));
    }

    /** Whether an {@code Accept} names problem details; {@code *}{@code /*} is not enough, for a browser may send that. */
    static boolean asksForProblems(@Nullable String accept) {
        String ranges = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        return ranges.contains(PROBLEM) && Arrays.stream(ranges.split(",")).anyMatch(ComeBack::isProblem);
    }

    private static boolean isProblem(String range) {
        String[] parts = range.replaceAll("\\s", "").split(";");
        return parts.length > 0
                && parts[0].equals(PROBLEM)
                && Arrays.stream(parts).noneMatch(parameter -> parameter.matches("q=0(\\.0*)?"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
