package dev.breakwater.sse.budget;

import org.jspecify.annotations.Nullable;

/**
 * A stream's place in the budgets.
 *
 * <pre>
 * HELD      counted, for its owner and in all
 * LEAVING   another stream of the owner has its place; counted in all, until its connection is given back
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

    // Guarded by the budget.
    State state = State.HELD;

    @Nullable
    Runnable end;

    Place(ConnectionBudget budget, Owner owner) {
        this.budget = budget;
        this.owner = owner;
    }

    Owner owner() {
        return owner;
    }

    /** Gives the place back. Counts once, however often and on however many threads it is called. */
    void release() {
        budget.release(this);
    }

    void onReplace(Runnable newEnd) {
        budget.onReplace(this, newEnd);
    }
}
