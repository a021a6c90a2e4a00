package dev.breakwater.benchmarks.targets;

import java.io.IOException;
import java.util.Optional;

/** A server that can be measured. */
public interface Target {
    String name();

    /** Why it cannot run here; empty if it can. */
    Optional<String> whyNotRun();

    /**
     * Builds what has to be built before the first start; only called if it can run.
     *
     * @throws IOException if that fails
     */
    default void prepare() throws IOException, InterruptedException {}

    /** Program and version, for the record; after {@link #prepare}. */
    String version();

    /** Starts a fresh process; returns when it is ready. */
    RunningTarget start() throws IOException, InterruptedException;
}
