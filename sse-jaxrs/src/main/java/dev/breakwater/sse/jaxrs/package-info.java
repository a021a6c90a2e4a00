/**
 * Breakwater behind {@code SseEventSink}, in Jersey on any servlet container.
 */
@NullMarked
package dev.breakwater.sse.jaxrs;

import org.jspecify.annotations.NullMarked;
