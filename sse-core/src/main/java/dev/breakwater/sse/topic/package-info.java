/**
 * Names of topics and the patterns that select them.
 */
@NullMarked
package dev.breakwater.sse.topic;

import org.jspecify.annotations.NullMarked;
