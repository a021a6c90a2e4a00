package dev.breakwater.sse.jetty.container;

import dev.breakwater.sse.admission.ComeBack;
import dev.breakwater.sse.admission.Deferral;
import dev.breakwater.sse.admission.DeferralReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What is answered while the server stops. A browser's EventSource gives up for ever on any status but 200, so it gets
 * one: a stream that says when to come back, and ends. Everybody else gets 503.
 */
final class ComeBackAnswer {
    private static final String EVENT_STREAM = "text/event-stream";
    private static final int SOONEST_MILLIS = 2_000;
    private static final int LATEST_MILLIS = 10_000;

    void answer(Request request, Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders();
        allowOrigin(headers, request.getHeaders().get(HttpHeader.ORIGIN));
        int millis = ThreadLocalRandom.current().nextInt(SOONEST_MILLIS, LATEST_MILLIS);
        Deferral deferral = new Deferral(Duration.ofMillis(millis), DeferralReason.STOPPING);
        String accept = String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT));
        ComeBack comeBack = request.getHeaders().contains(HttpHeader.ACCEPT, EVENT_STREAM)
                ? ComeBack.to(accept, deferral)
                : ComeBack.problem(deferral);
        response.setStatus(comeBack.status());
        headers.put(HttpHeader.CONTENT_TYPE, comeBack.contentType());
        headers.put(HttpHeader.CONTENT_LENGTH, comeBack.body().length);
        comeBack.headers().forEach(headers::put);
        response.write(true, ByteBuffer.wrap(comeBack.body()), callback);
    }

    /**
     * Any origin may read this answer, which holds nothing of anybody's: without these headers a browser would take it
     * for a failure, and a page of another origin would never come back.
     */
    private static void allowOrigin(HttpFields.Mutable headers, @Nullable String origin) {
        if (origin != null) {
            headers.put("Access-Control-Allow-Origin", origin);
            headers.put("Access-Control-Allow-Credentials", "true");
            headers.add(HttpHeader.VARY, "Origin");
        }
    }
}
