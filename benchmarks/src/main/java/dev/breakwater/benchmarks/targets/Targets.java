package dev.breakwater.benchmarks.targets;

import java.util.List;
import java.util.stream.Collectors;

/** All targets there are. */
public final class Targets {
    private final List<Target> all;

    public Targets(TargetOptions options) {
        all = List.of(
                new NchanTarget(options),
                new NioTarget(options),
                BreakwaterJettyTarget.inMemory(options),
                BreakwaterJettyTarget.onJournal(options),
                new BreakwaterTomcatTarget(options),
                new JerseyTarget(options, false),
                new JerseyTarget(options, true));
    }

    public Target named(String name) {
        return all.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such target: " + name + "; there are "
                        + all.stream().map(Target::name).collect(Collectors.joining(", "))));
    }
}
