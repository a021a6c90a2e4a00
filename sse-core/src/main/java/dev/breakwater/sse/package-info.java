/**
 * Server-Sent Events that hold up in production: the types that a user of the library starts from.
 */
@NullMarked
package dev.breakwater.sse;

import org.jspecify.annotations.NullMarked;
