/**
 * How many streams may be open, in all, for each address and for each user: a servlet filter for any endpoint that
 * streams events, ours or not.
 */
@NullMarked
package dev.breakwater.sse.budget;

import org.jspecify.annotations.NullMarked;
