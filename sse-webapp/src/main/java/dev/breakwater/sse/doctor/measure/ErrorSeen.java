package dev.breakwater.sse.doctor.measure;

import java.util.Map;

/**
 * An answer that was not the server's, or that was an error.
 *
 * @param request what was asked for
 * @param status the answer's, or 0 if there was none
 * @param at when, in milliseconds of the client's clock
 * @param headers the answer's, with names in lower case
 */
public record ErrorSeen(String request, int status, double at, Map<String, String> headers) {
    /** Makes the map immutable. */
    public ErrorSeen {
        headers = Map.copyOf(headers);
    }
}
