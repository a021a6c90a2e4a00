package dev.breakwater.benchmarks.scenario;

import dev.breakwater.benchmarks.arguments.Arguments;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All scenarios there are, by name. */
public final class Scenarios {
    private static final Map<String, Function<Arguments, Scenario>> ALL = all();

    private Scenarios() {}

    /** The scenario, set up from its options; empty if there is none of that name. */
    public static Optional<Scenario> named(String name, Arguments arguments) {
        return Optional.ofNullable(ALL.get(name)).map(constructor -> constructor.apply(arguments));
    }

    private static Map<String, Function<Arguments, Scenario>> all() {
        Map<String, Function<Arguments, Scenario>> all = new LinkedHashMap<>();
        all.put("fanout", FanoutScenario::new);
        all.put("latency", LatencyScenario::new);
        all.put("idle", IdleScenario::new);
        all.put("stalled", StalledScenario::new);
        all.put("jaxrs", JaxrsScenario::new);
        all.put("jaxrs-rounds", JaxrsRoundsScenario::new);
        all.put("publish", PublishScenario::new);
        all.put("topics", TopicsScenario::byName);
        all.put("patterns", TopicsScenario::byPattern);
        all.put("connects", ConnectsScenario::new);
        all.put("catchup", CatchUpScenario::new);
        all.put("cost", CostScenario::new);
        return all;
    }
}
