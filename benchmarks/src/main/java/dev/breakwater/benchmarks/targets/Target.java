package dev.breakwater.benchmarks.targets;

import java.io.IOException;
import java.util.Optional;

/** A server that can be measured. */
public interface Target {
    String name();

    /** Why it cannot run here; empty if it can. */
    Optional<String> whyNotRun();

    /** Program and version, for the record. */
    String version();

    /** Starts a fresh process; returns when it is ready. */
    RunningTarget start() throws IOException, InterruptedException;
}
