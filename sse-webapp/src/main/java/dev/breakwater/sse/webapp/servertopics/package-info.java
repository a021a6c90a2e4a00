/**
 * Topics about the server itself, so that there is something to see from the first second.
 */
@NullMarked
package dev.breakwater.sse.webapp.servertopics;

import org.jspecify.annotations.NullMarked;
