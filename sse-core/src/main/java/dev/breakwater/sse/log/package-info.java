/**
 * The ordered, bounded record of events, and the cursors that read it: the only place where events wait.
 */
@NullMarked
package dev.breakwater.sse.log;

import org.jspecify.annotations.NullMarked;
