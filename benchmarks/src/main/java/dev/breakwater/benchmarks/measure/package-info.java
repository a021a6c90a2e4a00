/** What the operating system and the JVM tell of a server process and of the machine. Linux only. */
@NullMarked
package dev.breakwater.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
