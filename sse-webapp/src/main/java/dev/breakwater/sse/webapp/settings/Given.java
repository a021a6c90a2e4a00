package dev.breakwater.sse.webapp.settings;

import dev.breakwater.sse.jaxrs.problem.Quoted;

/**
 * A value that somebody has configured.
 *
 * @param source where, in words
 */
record Given(String key, String text, String source) {
    /** For error messages. */
    @Override
    public String toString() {
        return key + " = " + Quoted.of(text) + " (" + source + ")";
    }
}
