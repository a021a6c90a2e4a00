package dev.breakwater.benchmarks.jmh;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.delivery.Transport;
import dev.breakwater.sse.event.SseEvent;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Publishing in process, through the hub, to topics that nobody reads, or that patterns show. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class PublishBenchmark {
    private static final String DATA = "x".repeat(100);

    /** How many topics there are. */
    @Param({"1"})
    public int topics;

    /** How many patterns that somebody reads match each event. */
    @Param({"0"})
    public int patterns;

    private SseHub hub;
    private String[] names;

    @Setup
    public void setUp() throws IOException {
        hub = SseHub.create(HubConfig.defaults());
        names = new String[topics];
        for (int i = 0; i < topics; i++) {
            names[i] = "a/b/c/d/e/f/g/t" + i;
            hub.publish(SseEvent.of(names[i], DATA));
        }
        for (int i = 0; i < patterns; i++) {
            hub.subscribe(
                    SubscriptionRequest.of(List.of(pattern(i))).withPolicy(SlowConsumerPolicy.SKIP), NeverReady::new);
        }
    }

    @TearDown
    public void tearDown() {
        hub.close();
    }

    @Benchmark
    public Object publish() {
        String topic =
                topics == 1 ? names[0] : names[ThreadLocalRandom.current().nextInt(topics)];
        return hub.publish(SseEvent.of(topic, DATA));
    }

    /** Each bit of the number makes a segment of the same topics a wildcard. */
    private static String pattern(int number) {
        String[] segments = {"a", "b", "c", "d", "e", "f", "g"};
        for (int i = 0; i < segments.length; i++) {
            if ((number >> i & 1) == 1) {
                segments[i] = "*";
            }
        }
        return String.join("/", segments) + "/**";
    }

    /** A client that takes nothing, so that what is measured is the publisher's work. */
    private static final class NeverReady implements Transport {
        private Signals signals;

        @Override
        public void start(Signals newSignals) {
            signals = newSignals;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public boolean write(byte[] bytes, int offset, int length) {
            return false;
        }

        @Override
        public void end() {
            signals.ended(CloseReason.APPLICATION);
        }
    }
}
