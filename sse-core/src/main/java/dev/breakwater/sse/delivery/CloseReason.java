package dev.breakwater.sse.delivery;

import java.util.Locale;

/** Why a stream ended. */
public enum CloseReason {
    /** The client, or a proxy on its way, closed the connection. */
    CLIENT_GONE,
    /** The client did not read for too long, or fell too far behind, and comes back to be replayed. */
    TOO_SLOW,
    /** The stream reached its maximum age. */
    MAX_AGE,
    /** The same client opened another stream in its place. */
    REPLACED,
    /** The server was emptied, and the client sent elsewhere or back later. */
    DRAINED,
    /** The application closed it. */
    APPLICATION,
    /** The server is shutting down. */
    SERVER,
    /** A fault of the server's own, which it has logged. */
    ERROR;

    /** The name in metrics: {@code client-gone}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
