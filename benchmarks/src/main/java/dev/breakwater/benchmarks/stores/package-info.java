/** Embedded stores beside each other: how fast events become durable, and are read again. */
@NullMarked
package dev.breakwater.benchmarks.stores;

import org.jspecify.annotations.NullMarked;
