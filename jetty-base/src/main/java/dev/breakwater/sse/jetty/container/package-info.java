/**
 * What a Jetty that serves event streams needs and Jetty does not have. The embedded one uses it, and so does a stock
 * one, through the {@code JETTY_BASE}.
 */
@NullMarked
package dev.breakwater.sse.jetty.container;

import org.jspecify.annotations.NullMarked;
