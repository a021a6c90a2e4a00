package dev.breakwater.sse.budget;

/**
 * How many streams may be open at a time.
 *
 * @param total in all; 0 for no limit
 * @param perAddress of one address, or one /64 network of IPv6; 0 for no limit
 * @param perUser of one user; 0 for no limit
 * @param whenFull what becomes of a client above one of these
 */
public record BudgetLimits(int total, int perAddress, int perUser, WhenFull whenFull) {
    /** No limit at all. */
    public static final BudgetLimits NONE = new BudgetLimits(0, 0, 0, WhenFull.DEFER);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is negative, or one of an owner is above the total
     */
    public BudgetLimits {
        require(total >= 0, "budget in total must be 0 (no limit) or more: " + total);
        require(perAddress >= 0, "budget per address must be 0 (no limit) or more: " + perAddress);
        require(perUser >= 0, "budget per user must be 0 (no limit) or more: " + perUser);
        require(total == 0 || perAddress <= total, above("address", perAddress, total));
        require(total == 0 || perUser <= total, above("user", perUser, total));
    }

    private static String above(String whose, int limit, int total) {
        return "budget per " + whose + " must not be above the total (" + total + "): " + limit;
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
