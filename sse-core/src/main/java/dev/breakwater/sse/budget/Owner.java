package dev.breakwater.sse.budget;

import dev.breakwater.sse.delivery.ClientKey;
import org.jspecify.annotations.Nullable;

/**
 * Whose budgets a stream is counted in.
 *
 * @param address the client's address, or its network, as text
 * @param user the user, or null if nobody is known
 * @param client who the client says it is, among the streams of this user or address; or null
 */
record Owner(
        String address, @Nullable String user, @Nullable ClientKey client) {}
