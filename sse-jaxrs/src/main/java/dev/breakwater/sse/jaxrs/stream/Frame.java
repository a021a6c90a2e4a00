package dev.breakwater.sse.jaxrs.stream;

/**
 * An event as bytes in the event stream format.
 *
 * @param bytes whole blocks; not to be changed any more
 * @param setsRetry whether it tells the client when to come back, which the server then leaves to the application
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Frame(byte[] bytes, boolean setsRetry) {}
