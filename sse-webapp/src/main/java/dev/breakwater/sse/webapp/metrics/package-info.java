/**
 * Metrics of the hub and the JVM, for Prometheus.
 */
@NullMarked
package dev.breakwater.sse.webapp.metrics;

import org.jspecify.annotations.NullMarked;
