/**
 * Errors as problem details (RFC 9457), with a sentence that says what to change.
 */
@NullMarked
package dev.breakwater.sse.jaxrs.problem;

import org.jspecify.annotations.NullMarked;
