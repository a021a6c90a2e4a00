/**
 * Streams over the {@code SseEventSink} of a JAX-RS implementation whose response is not ours to write to: RESTEasy, CXF.
 * Knows nothing of Jersey.
 */
@NullMarked
package dev.breakwater.sse.jaxrs.foreign;

import org.jspecify.annotations.NullMarked;
