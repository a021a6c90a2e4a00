package dev.breakwater.sse.jetty.container;

import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
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
        headers.put(HttpHeader.CACHE_CONTROL, "no-store, no-transform");
        allowOrigin(headers, request.getHeaders().get(HttpHeader.ORIGIN));
        int millis = ThreadLocalRandom.current().nextInt(SOONEST_MILLIS, LATEST_MILLIS);
        if (request.getHeaders().contains(HttpHeader.ACCEPT, EVENT_STREAM)) {
            response.setStatus(HttpStatus.OK_200);
            headers.put(HttpHeader.CONTENT_TYPE, EVENT_STREAM);
            Content.Sink.write(response, true, "retry: " + millis + "\n\n", callback);
        } else {
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
            headers.put(HttpHeader.CONTENT_TYPE, "application/problem+json");
            headers.put(new HttpField(HttpHeader.RETRY_AFTER, Integer.toString(millis / 1_000)));
            Content.Sink.write(
                    response,
                    true,
                    "{\"title\":\"the server is stopping\",\"status\":503,\"detail\":\"come back in a few seconds\"}",
                    callback);
        }
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
