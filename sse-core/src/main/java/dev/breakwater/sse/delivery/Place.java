package dev.breakwater.sse.delivery;

/**
 * Where a stream begins.
 *
 * @param after the position before it
 * @param told what the client is told first, in the event stream format
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Place(long after, byte[] told) {}
