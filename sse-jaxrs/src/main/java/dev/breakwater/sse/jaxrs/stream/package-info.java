/**
 * Streams that an application sends to and broadcasts to: a log for each broadcaster, read by each stream at its own
 * pace, and a small bounded queue for what is sent to one stream alone. Knows neither Jersey nor servlets.
 */
@NullMarked
package dev.breakwater.sse.jaxrs.stream;

import org.jspecify.annotations.NullMarked;
