package dev.breakwater.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.breakwater.benchmarks.arguments.Arguments;
import dev.breakwater.benchmarks.load.LoadReport;
import dev.breakwater.benchmarks.load.RunClock;
import dev.breakwater.benchmarks.load.Schedule;
import dev.breakwater.benchmarks.load.Topics;
import dev.breakwater.benchmarks.targets.Target;
import dev.breakwater.benchmarks.targets.TargetOptions;
import dev.breakwater.benchmarks.targets.Targets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Pushpin is fed in another way than all others. */
class PushpinIT {
    private static final Arguments NONE = new Arguments(List.of());

    /** Opened together, Pushpin closes some again. */
    private static final Arguments ONE_BY_ONE = new Arguments(List.of("--opens-per-second=20"));

    private static final Topics TOPICS = new Topics(2, 10);
    private static final int STREAMS_OF_A_GROUP = 3;
    private static final long ONE_SECOND = 1_000_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void streamsOfManyTopics_ofPushpin_getTheirEventsOnceAndInOrderAndNoProcessStaysBehind() throws Exception {
        Target pushpin = pushpin();
        int streams = TOPICS.groups() * STREAMS_OF_A_GROUP;
        LoadOptions options = LoadOptions.from(ONE_BY_ONE, streams, 100, 0, 0);
        List<ProcessHandle> processes;
        try (Session session = Session.ofTopics(pushpin.start(), TOPICS, false, streams, options)) {
            processes = ProcessHandle.current().descendants().toList();
            long from = RunClock.now();
            session.publisher()
                    .publish(new Schedule(200, from, from, from + ONE_SECOND))
                    .join();
            long published = session.publisher().lastSequence();
            session.subscribers().awaitSequence(published, LIMIT);

            LoadReport report = session.subscribers().report();
            assertThat(published).isPositive();
            assertThat(report.faults()).isZero();
            assertThat(report.deliveries()).isEqualTo(STREAMS_OF_A_GROUP * published);
        }
        assertThat(processes).hasSizeGreaterThanOrEqualTo(5);
        for (ProcessHandle process : processes) {
            process.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Skips the test if it is not installed, or fails where {@code CI} is {@code true}. */
    private static Target pushpin() {
        Target pushpin = new Targets(TargetOptions.from(NONE)).named("pushpin");
        if ("true".equals(System.getenv("CI"))) {
            assertThat(pushpin.whyNotRun()).isEmpty();
        }
        assumeThat(pushpin.whyNotRun()).isEmpty();
        return pushpin;
    }
}
