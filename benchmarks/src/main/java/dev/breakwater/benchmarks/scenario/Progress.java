package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.targets.Target;

/** Tells the person who waits, apart from the results. */
final class Progress {
    private Progress() {}

    static void say(Target target, String what) {
        System.err.println("  " + target.name() + ": " + what);
    }
}
