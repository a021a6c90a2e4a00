/**
 * The server's side of the doctor: streams whose every byte and time is known, and what arrived of a request.
 */
@NullMarked
package dev.breakwater.sse.doctor.probe;

import org.jspecify.annotations.NullMarked;
