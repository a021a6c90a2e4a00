/**
 * The load: many subscribers on one selector thread, a publisher that keeps a schedule, and the check that every
 * subscriber got every event once and in order. Knows HTTP/1.1 and Server-Sent Events, but no server by name.
 */
@NullMarked
package dev.breakwater.benchmarks.load;

import org.jspecify.annotations.NullMarked;
