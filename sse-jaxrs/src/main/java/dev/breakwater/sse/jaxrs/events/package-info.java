/**
 * The resource {@code /events}: subscribing and publishing over HTTP.
 */
@NullMarked
package dev.breakwater.sse.jaxrs.events;

import org.jspecify.annotations.NullMarked;
