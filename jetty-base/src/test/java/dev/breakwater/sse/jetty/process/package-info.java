/** Programs under test, and what the tests need of the machine. */
@NullMarked
package dev.breakwater.sse.jetty.process;

import org.jspecify.annotations.NullMarked;
