package dev.breakwater.sse.log;

/** Told that a chain has grown. */
@FunctionalInterface
public interface ChainListener {
    /** Called by the publisher, after the new entries can be read; must neither block nor throw. */
    void chainGrew();
}
