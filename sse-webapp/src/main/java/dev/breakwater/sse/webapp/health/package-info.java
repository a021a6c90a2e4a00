/**
 * Whether the server works, for those who restart it and send clients to it.
 */
@NullMarked
package dev.breakwater.sse.webapp.health;

import org.jspecify.annotations.NullMarked;
