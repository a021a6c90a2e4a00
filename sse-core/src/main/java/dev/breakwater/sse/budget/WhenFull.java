package dev.breakwater.sse.budget;

/** What becomes of a client whose budget is full. */
public enum WhenFull {
    /** It is told to come back later. */
    DEFER,
    /**
     * It gets a stream, and the oldest one of the same owner ends: of the same user if the user's budget is full, of the
     * same address if the address's is, never of anybody else. Only streams that can be ended safely are: those of a hub,
     * and those of applications that say how ({@link ConnectionBudgetFilter#onReplace}). If there is none the client is
     * told to come back.
     */
    REPLACE
}
