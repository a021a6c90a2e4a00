package dev.breakwater.benchmarks.targets;

import java.util.List;
import java.util.stream.Collectors;

/** All targets there are. */
public final class Targets {
    /** In the order in which they take turns. */
    private static final List<String> FIELD = List.of(
            "breakwater-jetty",
            "breakwater-journal",
            "breakwater-h2c",
            "breakwater-tomcat",
            "nchan",
            "pushpin",
            "jersey-stock",
            "spring-mvc",
            "spring-webflux",
            "vertx",
            "javalin",
            "better-sse",
            "nio");

    private final List<Target> all;

    public Targets(TargetOptions options) {
        all = List.of(
                new NchanTarget(options),
                new PushpinTarget(options),
                new NioTarget(options),
                BreakwaterJettyTarget.inMemory(options),
                BreakwaterJettyTarget.onJournal(options),
                BreakwaterJettyTarget.overHttp2(options),
                new BreakwaterTomcatTarget(options),
                new JerseyTarget(options, false),
                new JerseyTarget(options, true),
                new JavaPeerTarget(
                        "spring-mvc",
                        "dev.breakwater.peers.SpringMvc",
                        List.of("spring-webmvc", "tomcat-embed-core"),
                        options),
                new JavaPeerTarget(
                        "spring-webflux",
                        "dev.breakwater.peers.SpringWebFlux",
                        List.of("spring-webflux", "reactor-netty-http"),
                        options),
                new JavaPeerTarget(
                        "vertx", "dev.breakwater.peers.VertxPeer", List.of("vertx-core", "netty-codec-http"), options),
                new JavaPeerTarget(
                        "javalin", "dev.breakwater.peers.JavalinPeer", List.of("javalin", "jetty-server"), options),
                new NodePeerTarget(options));
    }

    /** Those of that name: {@code field} is ours and all that they are measured beside, any other name is one. */
    public List<Target> group(String name) {
        return name.equals("field") ? FIELD.stream().map(this::named).toList() : List.of(named(name));
    }

    public Target named(String name) {
        return all.stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such target: " + name + "; there are field, "
                        + all.stream().map(Target::name).collect(Collectors.joining(", "))));
    }
}
