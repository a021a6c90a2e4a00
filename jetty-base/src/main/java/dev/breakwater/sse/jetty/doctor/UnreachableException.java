package dev.breakwater.sse.jetty.doctor;

/** There is nothing to examine at an address; the message says why, and what to do. */
public final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message) {
        super(message);
    }
}
