package dev.breakwater.sse.doctor.measure;

import java.util.List;
import java.util.Map;

/**
 * What a client has seen of one stream. Times are in milliseconds of the client's clock.
 *
 * @param name as in the plan
 * @param copy as in the plan
 * @param silence how long it was to be silent, in milliseconds
 * @param expected how many ticks there were to be
 * @param id what the server calls the stream, or an empty text if its first block has not arrived
 * @param remote whom the server takes for the client, likewise
 * @param status the answer's, or 0 if none came
 * @param headers the answer's, with names in lower case
 * @param protocol the HTTP version, as ALPN has it: {@code h2}, {@code http/1.1}; empty if unknown
 * @param openedAt when the request was sent
 * @param headersAt when the head of the answer was there; 0 if it never was
 * @param helloAt when the first block was there; 0 if it never was
 * @param endedAt when it ended
 * @param end how it ended
 * @param failure what the client's library says of the end; may be empty
 * @param ticks what has arrived
 */
public record StreamSeen(
        String name,
        int copy,
        int silence,
        int expected,
        String id,
        String remote,
        int status,
        Map<String, String> headers,
        String protocol,
        double openedAt,
        double headersAt,
        double helloAt,
        double endedAt,
        StreamEnd end,
        String failure,
        List<Tick> ticks) {
    /** Makes the collections immutable. */
    public StreamSeen {
        headers = Map.copyOf(headers);
        ticks = List.copyOf(ticks);
    }

    /** A header of the answer, or an empty text. */
    public String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    /** How long it lasted, in milliseconds. */
    public double millis() {
        return endedAt - openedAt;
    }
}
