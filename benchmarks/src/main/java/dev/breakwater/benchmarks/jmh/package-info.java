/** JMH benchmarks of the core, in one process and without a network. */
@NullMarked
package dev.breakwater.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
