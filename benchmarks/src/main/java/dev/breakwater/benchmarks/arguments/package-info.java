/** The command line. */
@NullMarked
package dev.breakwater.benchmarks.arguments;

import org.jspecify.annotations.NullMarked;
