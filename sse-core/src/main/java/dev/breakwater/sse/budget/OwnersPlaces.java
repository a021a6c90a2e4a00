package dev.breakwater.sse.budget;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The places of each owner, oldest first, and how many of its streams are leaving. There is an entry only for owners that
 * have any. Guarded by the budget.
 */
final class OwnersPlaces {
    private static final class Places {
        private final SortedSet<Place> held = new TreeSet<>(Comparator.comparingLong(Place::number));
        private int leaving;
    }

    private final Map<String, Places> owners = new HashMap<>();

    int owners() {
        return owners.size();
    }

    void clear() {
        owners.clear();
    }

    boolean isFull(@Nullable String owner, int limit) {
        Places places = owner == null || limit == 0 ? null : owners.get(owner);
        return places != null && places.held.size() >= limit;
    }

    /** The oldest stream that can be ended; null if none can, or as many as may be are leaving already. */
    @Nullable
    Place oldestToReplace(String owner, int limit) {
        Places places = owners.get(owner);
        if (places == null || places.leaving >= limit) {
            return null;
        }
        for (Place place : places.held) {
            if (place.end != null) {
                return place;
            }
        }
        return null;
    }

    /** Whether so many streams of an owner are leaving that no further one may be replaced. */
    boolean tooManyLeave(@Nullable String owner, int limit) {
        Places places = owner == null ? null : owners.get(owner);
        return places != null && places.leaving >= limit;
    }

    void add(@Nullable String owner, Place place) {
        if (owner != null) {
            owners.computeIfAbsent(owner, key -> new Places()).held.add(place);
        }
    }

    void leaves(@Nullable String owner, Place place) {
        Places places = owner == null ? null : owners.get(owner);
        if (places != null && places.held.remove(place)) {
            places.leaving++;
        }
    }

    /** The opposite of {@link #leaves}. */
    void stays(@Nullable String owner, Place place) {
        Places places = owner == null ? null : owners.get(owner);
        if (places != null && places.held.add(place)) {
            places.leaving--;
        }
    }

    void remove(@Nullable String owner, Place place) {
        Places places = owner == null ? null : owners.get(owner);
        if (places == null) {
            return;
        }
        if (!places.held.remove(place)) {
            places.leaving--;
        }
        if (places.held.isEmpty() && places.leaving == 0) {
            owners.remove(owner);
        }
    }
}
