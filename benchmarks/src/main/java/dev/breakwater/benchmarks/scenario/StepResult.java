package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.load.LoadReport;
import dev.breakwater.benchmarks.load.PublishReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one rate did to a session.
 *
 * @param rate events per second that were due
 * @param achievedRate events per second that the server answered, in the measured window
 * @param healthySubscribers how many should have got each event
 * @param measured how long the measured window was
 * @param received what the healthy subscribers saw
 * @param published how the publisher kept its schedule
 * @param streamsBehind healthy streams that had not got the last event some seconds after the end
 * @param serverCpu the server's CPU time in the measured window
 * @param clientCpu the subscribers' thread's CPU time in the measured window
 */
record StepResult(
        double rate,
        double achievedRate,
        int healthySubscribers,
        Duration measured,
        LoadReport received,
        PublishReport published,
        long streamsBehind,
        Duration serverCpu,
        Duration clientCpu) {

    private static final double P99_LIMIT_MILLIS = 1000;

    /** Less is a hiccup. More is a backlog, though a young one. */
    private static final double BEHIND_LIMIT_SECONDS = 0.25;

    double deliveriesPerSecond() {
        return received.measuredDeliveries() / seconds(measured);
    }

    double serverCpuMicrosPerDelivery() {
        return seconds(serverCpu) * 1e6 / received.measuredDeliveries();
    }

    double clientCpuMicrosPerDelivery() {
        return seconds(clientCpu) * 1e6 / received.measuredDeliveries();
    }

    /** Of one core. */
    double clientCpuPercent() {
        return 100 * seconds(clientCpu) / seconds(measured);
    }

    /** Deliveries that went wrong, and streams that did. */
    long faults() {
        return received.faults() + streamsBehind;
    }

    /** Why the rate is not sustained; empty if it is. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (received.latencyMillis(99) >= P99_LIMIT_MILLIS) {
            problems.add("p99 %.0f ms".formatted(received.latencyMillis(99)));
        }
        if (published.unsent() > Math.max(1, rate * BEHIND_LIMIT_SECONDS)) {
            problems.add("publisher %d events behind its schedule at the end".formatted(published.unsent()));
        }
        addIfAny(problems, published.rejected(), "events rejected");
        addIfAny(problems, received.losses(), "losses");
        addIfAny(problems, received.repeats(), "repeats");
        addIfAny(problems, received.reorders(), "out of order");
        addIfAny(problems, received.gapEvents(), "gap events");
        addIfAny(problems, received.malformed(), "malformed events");
        addIfAny(problems, received.strays(), "events of other topics");
        addIfAny(problems, received.closes(), "streams closed");
        addIfAny(problems, streamsBehind, "streams behind at the end");
        return problems;
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("rate", rate);
        map.put("achievedRate", achievedRate);
        map.put("subscribers", healthySubscribers);
        map.put("deliveriesPerSecond", deliveriesPerSecond());
        map.put("p50Millis", received.latencyMillis(50));
        map.put("p90Millis", received.latencyMillis(90));
        map.put("p99Millis", received.latencyMillis(99));
        map.put("p999Millis", received.latencyMillis(99.9));
        map.put("maxMillis", received.latencyMillis(100));
        map.put("losses", received.losses());
        map.put("repeats", received.repeats());
        map.put("reorders", received.reorders());
        map.put("gapEvents", received.gapEvents());
        map.put("malformed", received.malformed());
        map.put("strays", received.strays());
        map.put("closes", received.closes());
        map.put("streamsBehind", streamsBehind);
        map.put("rejected", published.rejected());
        map.put("unsent", published.unsent());
        map.put("publisherLagP99Millis", published.lagMillis(99));
        map.put("publisherLagMaxMillis", published.lagMillis(100));
        map.put("serverCpuMicrosPerDelivery", serverCpuMicrosPerDelivery());
        map.put("clientCpuMicrosPerDelivery", clientCpuMicrosPerDelivery());
        map.put("clientCpuPercent", clientCpuPercent());
        map.put("problems", problems());
        return map;
    }

    @Override
    public String toString() {
        String verdict = problems().isEmpty() ? "kept" : "not kept: " + String.join(", ", problems());
        return "%,.0f events/s, %,.0f deliveries/s, p50 %.1f ms, p99 %.1f ms, client CPU %.0f %%: %s"
                .formatted(
                        rate,
                        deliveriesPerSecond(),
                        received.latencyMillis(50),
                        received.latencyMillis(99),
                        clientCpuPercent(),
                        verdict);
    }

    private static void addIfAny(List<String> problems, long count, String what) {
        if (count > 0) {
            problems.add(count + " " + what);
        }
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
