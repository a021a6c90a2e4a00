/** The jcstress tests of the hand-offs between threads; the tests are in the packages of what they test. */
@NullMarked
package dev.breakwater.benchmarks.stress;

import org.jspecify.annotations.NullMarked;
