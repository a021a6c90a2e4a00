/** Benchmarks: the program that runs the scenarios. */
@NullMarked
package dev.breakwater.benchmarks;

import org.jspecify.annotations.NullMarked;
