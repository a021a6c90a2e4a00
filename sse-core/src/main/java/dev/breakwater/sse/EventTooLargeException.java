package dev.breakwater.sse;

/** An event is larger than the hub takes. */
public final class EventTooLargeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    EventTooLargeException(int bytes, int most) {
        super("event must have at most " + most + " bytes as encoded: " + bytes);
    }
}
