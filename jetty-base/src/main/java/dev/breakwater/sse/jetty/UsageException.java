package dev.breakwater.sse.jetty;

/** The program was told something that it cannot do; the message says what to change. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
