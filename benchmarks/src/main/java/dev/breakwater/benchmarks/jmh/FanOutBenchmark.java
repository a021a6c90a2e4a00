package dev.breakwater.benchmarks.jmh;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.delivery.Transport;
import dev.breakwater.sse.event.SseEvent;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Deliveries a second to 1,000 subscribers whose transports do nothing, from publishing to the last one: what shards,
 * cursors and batches cost, without containers and sockets.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class FanOutBenchmark {
    private static final int SUBSCRIBERS = 1_000;
    private static final int BURST = 64;

    /** What each subscriber asks for; with two topics nothing that is gathered can be shared. */
    @Param({"a", "a b", "a/**"})
    public String topics = "a";

    @Param({"1", "2"})
    public int shards = 1;

    private SseHub hub = SseHub.create(HubConfig.defaults());
    private List<SseEvent> burst = List.of();
    private SseEvent single = SseEvent.of("a", "");
    private long delivered;

    @Setup(Level.Trial)
    public void subscribe() throws IOException {
        hub.close();
        hub = SseHub.create(HubConfig.builder().shards(shards).build());
        single = SseEvent.of(topics.startsWith("a/") ? "a/1" : "a", "x".repeat(100));
        burst = Collections.nCopies(BURST, single);
        for (int i = 0; i < SUBSCRIBERS; i++) {
            hub.subscribe(SubscriptionRequest.of(List.of(topics.split(" "))), NoTransport::new);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        hub.close();
    }

    @Benchmark
    @OperationsPerInvocation(SUBSCRIBERS)
    public void one() {
        hub.publish(single);
        await(SUBSCRIBERS);
    }

    @Benchmark
    @OperationsPerInvocation(SUBSCRIBERS * BURST)
    public void sixtyFourAtOnce() {
        hub.publishAll(burst);
        await(SUBSCRIBERS * BURST);
    }

    private void await(int deliveries) {
        delivered += deliveries;
        while (hub.counters().events() < delivered) {
            Thread.onSpinWait();
        }
    }

    /** Takes everything at once. */
    private static final class NoTransport implements Transport {
        private @Nullable Signals signals;

        @Override
        public void start(Signals newSignals) {
            signals = newSignals;
            newSignals.writable();
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public boolean write(byte[] bytes, int offset, int length) {
            return true;
        }

        @Override
        public void end() {
            if (signals != null) {
                signals.ended(CloseReason.SERVER);
            }
        }
    }
}
