package dev.breakwater.sse.store;

/**
 * Where a publication is in the history.
 *
 * @param first the position of its first event; the others follow with nothing in between
 * @param count the number of its events
 * @param repeated whether it had been appended before, so that nothing was added this time
 */
public record Receipt(long first, int count, boolean repeated) {
    /** The positions of all events. */
    public long[] positions() {
        long[] positions = new long[count];
        for (int i = 0; i < count; i++) {
            positions[i] = first + i;
        }
        return positions;
    }

    /** The same, as the answer to a repeat. */
    public Receipt asRepeated() {
        return new Receipt(first, count, true);
    }
}
