package dev.breakwater.sse.doctor.measure;

import java.util.Map;

/**
 * A plain request there and back.
 *
 * @param sentAt when it was sent, in milliseconds of the client's clock
 * @param answeredAt when the answer was there, likewise
 * @param serverAt when the server had it, in milliseconds of the server's clock
 * @param instance which process of the server answered
 * @param protocol the HTTP version that arrived at the server
 * @param remote whom the server takes for the client
 * @param lastEventId the {@code Last-Event-ID} that arrived, or an empty text
 * @param arrived headers of the request that tell of hops
 * @param headers those of the answer, with names in lower case
 */
public record EchoSeen(
        double sentAt,
        double answeredAt,
        double serverAt,
        String instance,
        String protocol,
        String remote,
        String lastEventId,
        Map<String, String> arrived,
        Map<String, String> headers) {
    /** Makes the maps immutable. */
    public EchoSeen {
        arrived = Map.copyOf(arrived);
        headers = Map.copyOf(headers);
    }

    /** The time there and back. */
    public double roundTrip() {
        return answeredAt - sentAt;
    }
}
