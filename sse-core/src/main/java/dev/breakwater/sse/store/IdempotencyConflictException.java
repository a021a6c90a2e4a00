package dev.breakwater.sse.store;

/** An idempotency key came again with other events than the first time. */
public final class IdempotencyConflictException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    IdempotencyConflictException() {
        super("this idempotency key was used for other events: use a new key for each publication, and the same key"
                + " only to repeat it");
    }
}
