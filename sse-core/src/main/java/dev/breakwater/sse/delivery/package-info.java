/**
 * From the log to the clients: shards, subscriptions and the transports that carry bytes.
 */
@NullMarked
package dev.breakwater.sse.delivery;

import org.jspecify.annotations.NullMarked;
