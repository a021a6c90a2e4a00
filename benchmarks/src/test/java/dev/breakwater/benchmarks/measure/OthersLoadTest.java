package dev.breakwater.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OthersLoadTest {
    private static final long WORK_NANOS = TimeUnit.SECONDS.toNanos(1);

    @Test
    void percent_whileAnotherProcessWorks_countsItAndNotThisOne() throws Exception {
        // Once it has ended it is a child's time, our own; while it runs it is another's.
        Process other = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        try {
            OthersLoad load = OthersLoad.begin();
            long until = System.nanoTime() + WORK_NANOS;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            assertThat(load.percent()).isGreaterThan(0).isLessThanOrEqualTo(100);
        } finally {
            other.destroyForcibly().waitFor();
        }
    }
}
