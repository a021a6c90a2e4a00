/**
 * From what was measured to what is wrong, how one can tell, and what to change. Knows neither HTTP nor servlets.
 */
@NullMarked
package dev.breakwater.sse.doctor.rules;

import org.jspecify.annotations.NullMarked;
