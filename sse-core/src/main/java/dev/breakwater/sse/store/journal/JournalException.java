package dev.breakwater.sse.store.journal;

/** A journal cannot be opened as it is; the message names the place and says what to do. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JournalException(String message) {
        super(message);
    }

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
