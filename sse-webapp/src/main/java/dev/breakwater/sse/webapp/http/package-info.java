/**
 * Servlet filters in front of everything.
 */
@NullMarked
package dev.breakwater.sse.webapp.http;

import org.jspecify.annotations.NullMarked;
