/**
 * The servers that are compared, each started on a free loopback port as a process of its own and ended for certain.
 * The only package that knows a server by name.
 */
@NullMarked
package dev.breakwater.benchmarks.targets;

import org.jspecify.annotations.NullMarked;
