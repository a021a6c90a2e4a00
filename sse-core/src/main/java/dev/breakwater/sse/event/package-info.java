/**
 * Events, their ids, and their bytes on the wire (WHATWG HTML, section 9.2).
 */
@NullMarked
package dev.breakwater.sse.event;

import org.jspecify.annotations.NullMarked;
