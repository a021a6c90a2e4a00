/**
 * What may be configured, where it is read from, and what is wrong with it.
 */
@NullMarked
package dev.breakwater.sse.webapp.settings;

import org.jspecify.annotations.NullMarked;
