/** Servers that are killed while clients publish and subscribe. */
@NullMarked
package dev.breakwater.benchmarks.crash;

import org.jspecify.annotations.NullMarked;
