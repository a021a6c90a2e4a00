/**
 * How many new streams a second are let in, and when everybody else comes back.
 */
@NullMarked
package dev.breakwater.sse.admission;

import org.jspecify.annotations.NullMarked;
