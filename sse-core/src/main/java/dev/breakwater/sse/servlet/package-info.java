/**
 * Streams over asynchronous servlet responses.
 */
@NullMarked
package dev.breakwater.sse.servlet;

import org.jspecify.annotations.NullMarked;
