package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.measure.JvmProbe;
import dev.breakwater.benchmarks.measure.SocketMemory;
import dev.breakwater.benchmarks.targets.RunningTarget;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A server's memory at one moment, in bytes.
 *
 * @param pss of the processes, in RAM
 * @param heap in use; absent without a JVM
 * @param direct in direct buffers; absent without a JVM
 * @param kernel TCP buffers of the whole machine, both ends
 */
record MemoryReading(long pss, OptionalLong heap, OptionalLong direct, long kernel) {
    /** As it is, garbage included. */
    static MemoryReading take(RunningTarget target, Optional<JvmProbe> probe) {
        return new MemoryReading(
                target.processes().pssBytes(),
                probe.map(jvm -> OptionalLong.of(jvm.heapBytes())).orElse(OptionalLong.empty()),
                probe.map(jvm -> OptionalLong.of(jvm.directBytes())).orElse(OptionalLong.empty()),
                SocketMemory.tcpBytes());
    }

    /** After full collections. */
    static MemoryReading settled(RunningTarget target, Optional<JvmProbe> probe) throws InterruptedException {
        if (probe.isPresent()) {
            probe.get().collectGarbage();
        }
        return take(target, probe);
    }

    MemoryReading minus(MemoryReading other) {
        return new MemoryReading(
                pss - other.pss,
                heap.isPresent() ? OptionalLong.of(heap.getAsLong() - other.heap.orElse(0)) : heap,
                direct.isPresent() ? OptionalLong.of(direct.getAsLong() - other.direct.orElse(0)) : direct,
                kernel - other.kernel);
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("pss", pss);
        heap.ifPresent(bytes -> map.put("heap", bytes));
        direct.ifPresent(bytes -> map.put("direct", bytes));
        map.put("kernel", kernel);
        return map;
    }
}
