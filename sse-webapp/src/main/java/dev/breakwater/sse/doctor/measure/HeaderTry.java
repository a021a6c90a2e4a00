package dev.breakwater.sse.doctor.measure;

/**
 * A request with a large header.
 *
 * @param bytes how large it was
 * @param status the answer's, or 0 if there was none
 * @param arrived how large the largest header was that arrived
 */
public record HeaderTry(int bytes, int status, int arrived) {}
