package dev.breakwater.sse.doctor.measure;

/**
 * A client that left, and what the server knew of it.
 *
 * @param leftAfterTick when the server had made the tick after which the client left, in milliseconds of the server's clock
 * @param silence how long the server was silent then, in milliseconds; after that it wrote again
 * @param noticedAt when the server noticed, in milliseconds of its clock; negative if it never did
 * @param watched how long the server was asked, in milliseconds
 */
public record Departure(double leftAfterTick, double silence, double noticedAt, double watched) {
    /** After how many milliseconds the server noticed; negative if it did not. */
    public double noticedAfter() {
        return noticedAt < 0 ? -1 : Math.max(0, noticedAt - leftAfterTick);
    }
}
