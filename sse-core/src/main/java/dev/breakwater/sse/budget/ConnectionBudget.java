package dev.breakwater.sse.budget;

import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.delivery.ClientKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Counts open streams, in all, for each address and for each user. Thread-safe; one lock, held for a few map look-ups
 * and never while a stream is ended.
 */
public final class ConnectionBudget {
    /** How many streams of one client may be leaving at a time, where its owner has no limit. */
    private static final int MOST_GHOSTS = 8;

    private final BudgetLimits limits;

    // Guarded by this.
    private final OwnersPlaces addresses = new OwnersPlaces();
    private final OwnersPlaces users = new OwnersPlaces();
    private final Map<ClientKey, Place> clients = new HashMap<>();
    private int open;
    private long taken;
    private long replaced;

    /** The number of the newest place that was released together with all before it. */
    private long releasedThrough;

    /** Nothing open. */
    public ConnectionBudget(BudgetLimits limits) {
        this.limits = limits;
    }

    /** A place, or why there is none. */
    record Answer(@Nullable Place place, @Nullable DeferralReason refusal) {}

    /** Why {@link #take} would give no place now, or null if it would. */
    synchronized @Nullable DeferralReason refusal(Owner owner) {
        return ghostOf(owner) == null ? refusalOfNewcomer(owner) : null;
    }

    /** Takes a place, if need be and it is allowed that of another stream, which goes on until this one {@link #begins}. */
    synchronized Answer take(Owner owner) {
        Place ghost = ghostOf(owner);
        if (ghost != null) {
            return replace(ghost, owner);
        }
        DeferralReason refusal = refusalOfNewcomer(owner);
        if (refusal != null) {
            return new Answer(null, refusal);
        }
        Place other = toReplace(owner);
        return other == null ? new Answer(hold(owner), null) : replace(other, owner);
    }

    private @Nullable DeferralReason refusalOfNewcomer(Owner owner) {
        if (limits.total() > 0 && open >= limits.total()) {
            return DeferralReason.BUDGET_TOTAL;
        }
        boolean userIsFull = users.isFull(owner.user(), limits.perUser());
        boolean addressIsFull = addresses.isFull(owner.address(), limits.perAddress());
        if (!userIsFull && !addressIsFull) {
            return null;
        }
        Place other = toReplace(owner);
        if (other == null) {
            return userIsFull ? DeferralReason.BUDGET_USER : DeferralReason.BUDGET_ADDRESS;
        }
        // One stream makes room in one budget; the other one must have some, unless the stream is in it as well.
        boolean sameAddress = other.owner().address().equals(owner.address());
        boolean sameUser = Objects.equals(other.owner().user(), owner.user());
        if (addressIsFull && !sameAddress) {
            return DeferralReason.BUDGET_ADDRESS;
        }
        return userIsFull && !sameUser ? DeferralReason.BUDGET_USER : null;
    }

    /** The stream whose place the owner's new one takes, or null if it needs none or gets none. */
    private @Nullable Place toReplace(Owner owner) {
        if (limits.whenFull() != WhenFull.REPLACE) {
            return null;
        }
        if (owner.user() != null && users.isFull(owner.user(), limits.perUser())) {
            return users.oldestToReplace(owner.user(), limits.perUser());
        }
        return addresses.isFull(owner.address(), limits.perAddress())
                ? addresses.oldestToReplace(owner.address(), limits.perAddress())
                : null;
    }

    /** The client's own stream, if it has one that can be ended. */
    private @Nullable Place ghostOf(Owner owner) {
        Place ghost = owner.client() == null ? null : clients.get(owner.client());
        return ghost != null && ghost.end != null && mayReplaceGhost(owner) ? ghost : null;
    }

    /** A client that opens streams faster than its old ones end would otherwise have any number of them. */
    private boolean mayReplaceGhost(Owner owner) {
        int most = limits.perAddress() > 0 ? limits.perAddress() : MOST_GHOSTS;
        return !addresses.tooManyLeave(owner.address(), most);
    }

    private Answer replace(Place old, Owner owner) {
        old.state = Place.State.LEAVING;
        addresses.leaves(old.owner().address(), old);
        users.leaves(old.owner().user(), old);
        forgetClient(old);
        Place place = hold(owner);
        place.replaces = old;
        return new Answer(place, null);
    }

    private Place hold(Owner owner) {
        Place place = new Place(this, owner, ++taken);
        addresses.add(owner.address(), place);
        users.add(owner.user(), place);
        if (owner.client() != null) {
            clients.put(owner.client(), place);
        }
        open++;
        return place;
    }

    synchronized void release(Place place) {
        if (isReleased(place)) {
            return;
        }
        place.state = Place.State.RELEASED;
        place.end = null;
        forgetClient(place);
        giveBack(place);
        addresses.remove(place.owner().address(), place);
        users.remove(place.owner().user(), place);
        open--;
    }

    private boolean isReleased(Place place) {
        return place.state == Place.State.RELEASED || place.number() <= releasedThrough;
    }

    /** Gives all places back, of which nobody may hear any more that their streams are over. */
    synchronized void releaseAll() {
        addresses.clear();
        users.clear();
        clients.clear();
        open = 0;
        releasedThrough = taken;
    }

    /** A request that took the place of a stream and was then refused, by whatever is behind the filter, ends nothing. */
    private void giveBack(Place place) {
        Place old = place.replaces;
        place.replaces = null;
        if (old == null || old.state != Place.State.LEAVING) {
            return;
        }
        old.state = Place.State.HELD;
        addresses.stays(old.owner().address(), old);
        users.stays(old.owner().user(), old);
        if (old.owner().client() != null) {
            clients.putIfAbsent(old.owner().client(), old);
        }
    }

    /**
     * A stream has begun that can be ended so.
     *
     * @return what ends the stream whose place it has, to be run outside the lock; or null
     */
    synchronized @Nullable Runnable begins(Place place, Runnable end) {
        if (place.state != Place.State.HELD || isReleased(place)) {
            return null;
        }
        place.end = end;
        Place old = place.replaces;
        place.replaces = null;
        if (old == null || old.state != Place.State.LEAVING) {
            return null;
        }
        Runnable endOfOld = old.end;
        old.end = null;
        replaced++;
        return endOfOld;
    }

    private void forgetClient(Place place) {
        ClientKey client = place.owner().client();
        if (client != null) {
            clients.remove(client, place);
        }
    }

    /** The streams that are open, those that are leaving among them. */
    public synchronized int open() {
        return open;
    }

    /** The addresses that have any. */
    public synchronized int addresses() {
        return addresses.owners();
    }

    /** The streams whose place another one of the same owner has taken, since the start. */
    public synchronized long replaced() {
        return replaced;
    }
}
