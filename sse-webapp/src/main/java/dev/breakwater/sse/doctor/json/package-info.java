/**
 * Measurements and reports as JSON.
 */
@NullMarked
package dev.breakwater.sse.doctor.json;

import org.jspecify.annotations.NullMarked;
