package dev.breakwater.sse.store;

/** A store cannot take events at the moment; nothing of the publication was stored, and it may be tried again. */
public final class StoreUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says why, in a sentence for operators. */
    public StoreUnavailableException(String message) {
        super(message);
    }

    /** The same, with the cause. */
    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
