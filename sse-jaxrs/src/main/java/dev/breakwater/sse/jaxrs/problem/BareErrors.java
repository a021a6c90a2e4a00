package dev.breakwater.sse.jaxrs.problem;

import org.jspecify.annotations.Nullable;

/** The sentences for errors that come with nothing but a status. */
final class BareErrors {
    private BareErrors() {}

    /** What to change, as far as a status says it. */
    static String sentence(int status, @Nullable String allow) {
        return switch (status) {
            case 400 -> "a header of the request, or its URL, is malformed: check Accept and Content-Type";
            case 401 -> "send a token: 'Authorization: Bearer <token>'";
            case 403 -> "the request is understood, but not allowed";
            case 404 -> "there is nothing at this path";
            case 405 -> allow == null ? "use another method" : "use one of the methods of this path: " + allow;
            case 406 -> "Accept must include a media type that this path has; for a stream, text/event-stream";
            case 411 -> "send a Content-Length";
            case 413 -> "send a smaller body";
            case 414 -> "send a shorter URL";
            case 415 -> "send the body as another media type";
            case 503 -> "try again later";
            default -> status < 500 ? "the request cannot be answered as it is" : "the server failed; try again later";
        };
    }
}
