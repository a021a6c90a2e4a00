/**
 * The web application: a hub behind HTTP, started by the Servlet API alone.
 */
@NullMarked
package dev.breakwater.sse.webapp;

import org.jspecify.annotations.NullMarked;
