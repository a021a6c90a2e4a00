/**
 * What a doctor has seen from where it stands, as it is: no rule is applied yet.
 */
@NullMarked
package dev.breakwater.sse.doctor.measure;

import org.jspecify.annotations.NullMarked;
