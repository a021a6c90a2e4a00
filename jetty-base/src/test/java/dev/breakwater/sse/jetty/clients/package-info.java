/** The clients that people use, against the jar: each is cut off and must get every event once and in order. */
@NullMarked
package dev.breakwater.sse.jetty.clients;

import org.jspecify.annotations.NullMarked;
