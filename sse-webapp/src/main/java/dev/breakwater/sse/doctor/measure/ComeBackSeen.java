package dev.breakwater.sse.doctor.measure;

/**
 * The come-back answer, as it arrived.
 *
 * @param status the answer's, or 0 if there was none
 * @param contentType the answer's
 * @param body its body, the beginning of it
 */
public record ComeBackSeen(int status, String contentType, String body) {
    /** Whether it has arrived as it was sent. */
    public boolean isWhole() {
        return status == 200 && contentType.startsWith("text/event-stream") && body.equals("retry: 1000\n\n");
    }
}
