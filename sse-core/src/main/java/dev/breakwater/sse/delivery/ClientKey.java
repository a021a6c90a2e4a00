package dev.breakwater.sse.delivery;

/**
 * Who a client says it is, among those of the same owner: nobody can take the place of a stranger by naming its id.
 *
 * @param owner the user or the address that the request comes from, as the server knows it
 * @param id what the client calls itself, 1..64 visible ASCII characters
 */
public record ClientKey(String owner, String id) {
    /** The longest id. */
    public static final int LONGEST_ID = 64;

    /**
     * Checks the id.
     *
     * @throws IllegalArgumentException if it is no such id
     */
    public ClientKey {
        if (id.isEmpty() || id.length() > LONGEST_ID || !id.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "client must be 1.." + LONGEST_ID + " visible ASCII characters, without spaces");
        }
    }
}
