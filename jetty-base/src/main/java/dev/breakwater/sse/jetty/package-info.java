/**
 * The push hub as one program: an embedded Jetty that is tuned for very many silent streams, and its command line.
 */
@NullMarked
package dev.breakwater.sse.jetty;

import org.jspecify.annotations.NullMarked;
