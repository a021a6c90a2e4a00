/**
 * The doctor in a terminal: opens probes over a path, and says what it has seen.
 */
@NullMarked
package dev.breakwater.sse.jetty.doctor;

import org.jspecify.annotations.NullMarked;
