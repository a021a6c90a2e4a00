/**
 * Replay stores: what keeps the log.
 */
@NullMarked
package dev.breakwater.sse.store;

import org.jspecify.annotations.NullMarked;
