package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.load.LoadReport;
import dev.breakwater.benchmarks.load.PublishReport;
import dev.breakwater.benchmarks.load.RunClock;
import dev.breakwater.benchmarks.load.Schedule;
import dev.breakwater.benchmarks.measure.ProcessTree;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes at one rate to a session for a warm-up and a measured window, then waits a little for what is under way.
 *
 * @param rate events per second
 * @param warmUp before the window
 * @param measured the window
 */
record LoadStep(double rate, Duration warmUp, Duration measured) {
    private static final long LEAD_NANOS = 20_000_000;
    private static final Duration LAST_DELIVERIES = Duration.ofSeconds(5);
    private static final long LAST_ANSWERS_SECONDS = 10;
    private static final long SECOND = 1_000_000_000;

    /** Something to look at once per second of the measured window. */
    @FunctionalInterface
    interface EachSecond {
        void at(int second) throws IOException;
    }

    /**
     * Runs the step.
     *
     * @throws IOException if publishing broke off
     */
    StepResult run(Session session) throws IOException, InterruptedException {
        return run(session, second -> {});
    }

    StepResult run(Session session, EachSecond eachSecond) throws IOException, InterruptedException {
        long from = RunClock.now() + LEAD_NANOS;
        long measuredFrom = from + warmUp.toNanos();
        long to = measuredFrom + measured.toNanos();
        session.subscribers().measure(measuredFrom, to);
        CompletableFuture<PublishReport> publishing =
                session.publisher().publish(new Schedule(rate, from, measuredFrom, to));
        RunClock.sleepUntil(measuredFrom);
        Sample before = Sample.take(session);
        for (int second = 1; measuredFrom + second * SECOND < to; second++) {
            RunClock.sleepUntil(measuredFrom + second * SECOND);
            eachSecond.at(second);
        }
        RunClock.sleepUntil(to);
        Sample after = Sample.take(session);
        PublishReport published = result(publishing);
        long last = session.publisher().lastSequence();
        session.subscribers().awaitSequence(last, LAST_DELIVERIES);
        LoadReport received = session.subscribers().report();
        return new StepResult(
                rate,
                (after.answered - before.answered) * 1e9 / (after.time - before.time),
                session.subscribers().audience().healthy(),
                measured,
                received,
                published,
                session.subscribers().streamsBehind(last),
                after.serverCpu.minus(before.serverCpu),
                Duration.ofNanos(after.clientCpuNanos - before.clientCpuNanos));
    }

    private static PublishReport result(CompletableFuture<PublishReport> publishing)
            throws IOException, InterruptedException {
        try {
            return publishing.get(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("the publisher did not come to its end", e);
        }
    }

    /** The counters at one moment. */
    private record Sample(long time, long answered, Duration serverCpu, long clientCpuNanos) {
        static Sample take(Session session) {
            ProcessTree processes = session.target().processes();
            return new Sample(
                    RunClock.now(),
                    session.publisher().answered(),
                    processes.cpuTime(),
                    session.subscribers().cpuNanos());
        }
    }
}
