/**
 * What a doctor asks of a path: which probes, and how each stream of theirs goes.
 */
@NullMarked
package dev.breakwater.sse.doctor.plan;

import org.jspecify.annotations.NullMarked;
