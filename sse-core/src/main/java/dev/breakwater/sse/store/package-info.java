/**
 * Replay stores: what keeps the log, and the history that reaches further back than the log does.
 */
@NullMarked
package dev.breakwater.sse.store;

import org.jspecify.annotations.NullMarked;
