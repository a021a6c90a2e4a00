/**
 * A server that is killed or drained and comes back, and all its clients with it.
 */
@NullMarked
package dev.breakwater.benchmarks.herd;

import org.jspecify.annotations.NullMarked;
