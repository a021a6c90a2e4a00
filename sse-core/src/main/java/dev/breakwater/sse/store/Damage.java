package dev.breakwater.sse.store;

/**
 * A part of a history that cannot be read any more.
 *
 * @param after the position before it
 * @param through the last position in it
 */
public record Damage(long after, long through) {}
