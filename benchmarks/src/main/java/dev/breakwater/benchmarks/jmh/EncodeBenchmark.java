package dev.breakwater.benchmarks.jmh;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
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
import org.openjdk.jmh.annotations.Warmup;

/** Encoding an event, which happens once however many receive it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodeBenchmark {
    @Param({"100", "1024"})
    public int size;

    @Param({"1", "10"})
    public int lines;

    private SseEvent event = SseEvent.of("a", "");

    @Setup
    public void setUp() {
        int length = size / lines;
        event = SseEvent.of("a", ("x".repeat(length - 1) + "\n").repeat(lines - 1) + "x".repeat(length));
    }

    @Benchmark
    public EncodedEvent encode() {
        return EncodedEvent.of(event);
    }
}
