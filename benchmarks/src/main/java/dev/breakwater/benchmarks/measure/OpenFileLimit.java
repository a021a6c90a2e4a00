package dev.breakwater.benchmarks.measure;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files and sockets a process may have open. Servers started from here inherit the limit. */
public final class OpenFileLimit {
    /** For jars, selectors, pipes and the publisher. */
    private static final int RESERVE = 300;

    private OpenFileLimit() {}

    /** The JVM has already raised the soft limit to the hard one. */
    public static long current() {
        return ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                .getMaxFileDescriptorCount();
    }

    /**
     * Makes sure that so many connections fit.
     *
     * @throws IllegalStateException if they do not, with a sentence that says what to do
     */
    public static void require(int connections) {
        long limit = current();
        if (limit < connections + RESERVE) {
            throw new IllegalStateException("the limit of open files is " + limit + ", too low for " + connections
                    + " connections: run `ulimit -n 65536` in the shell that starts this, or ask for fewer");
        }
    }
}
