package dev.breakwater.sse.budget;

import org.jspecify.annotations.Nullable;

/**
 * A stream's place in the budgets.
 *
 * <pre>
 * HELD      counted, for its owner and in all
 * LEAVING   another request of the owner has its place: it ends as soon as that one's stream begins, and is HELD again if
 *           that never does; counted in all, until its connection is given back
 * RELEASED  not counted
 * </pre>
 */
final class Place {
    enum State {
        HELD,
        LEAVING,
        RELEASED
    }

    private final ConnectionBudget budget;
    private final Owner owner;
    private final long number;

    // Guarded by the budget.
    State state = State.HELD;

    /** Null until its stream has begun, and for streams that cannot be ended. */
    @Nullable
    Runnable end;

    /** The stream that ends when this one begins. */
    @Nullable
    Place replaces;

    /** A place that was taken after all that have smaller numbers. */
    Place(ConnectionBudget budget, Owner owner, long number) {
        this.budget = budget;
        this.owner = owner;
        this.number = number;
    }

    long number() {
        return number;
    }

    Owner owner() {
        return owner;
    }

    /** Gives the place back. Counts once, however often and on however many threads it is called. */
    void release() {
        budget.release(this);
    }

    /** Its stream has begun: ends the one that it replaces, on this thread. */
    void begins(Runnable ownEnd) {
        Runnable endOfOther = budget.begins(this, ownEnd);
        if (endOfOther != null) {
            endOfOther.run();
        }
    }
}
