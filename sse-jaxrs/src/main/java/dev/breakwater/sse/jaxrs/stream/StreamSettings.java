package dev.breakwater.sse.jaxrs.stream;

import dev.breakwater.sse.delivery.SlowConsumerPolicy;

/**
 * How streams that are sent to work, where the hub's configuration does not say it.
 *
 * @param sinkBytes the most bytes that may wait for one client of what was sent to it alone, but for a single larger event
 * @param broadcasterBytes the most bytes that one broadcaster keeps for clients that have not taken them yet
 * @param policy {@code DISCONNECT}, or {@code SKIP} to jump to the newest event of a broadcaster
 */
public record StreamSettings(int sinkBytes, int broadcasterBytes, SlowConsumerPolicy policy) {
    /** What holds where the application says nothing. */
    public static final StreamSettings DEFAULTS = new StreamSettings(1 << 20, 16 << 20, SlowConsumerPolicy.DISCONNECT);
}
