package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.arguments.Arguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What can be chosen about the targets.
 *
 * @param nchanWorkers nginx worker processes
 * @param nchanBuffer how many messages nchan keeps for those who are behind
 * @param nchanModule the nchan module's file
 * @param breakwaterJar the executable jar
 * @param webappDirectory where the WAR is
 * @param peersDirectory where the peers' projects are
 * @param mavenWrapper what builds those in Java
 * @param serverCpus the processors that a server may use, as {@code taskset} reads them; empty for all
 * @param javaOptions options of every JVM that is measured
 * @param breakwaterArguments further arguments of the executable jar
 * @param breakwaterProperties further system properties, for the WAR and the executable jar
 */
public record TargetOptions(
        int nchanWorkers,
        int nchanBuffer,
        Path nchanModule,
        Path breakwaterJar,
        Path webappDirectory,
        Path peersDirectory,
        Path mavenWrapper,
        String serverCpus,
        List<String> javaOptions,
        List<String> breakwaterArguments,
        Map<String, String> breakwaterProperties) {

    public static TargetOptions from(Arguments arguments) {
        return new TargetOptions(
                arguments.integer("nchan-workers", 2),
                arguments.integer("nchan-buffer", 100_000),
                arguments.path("nchan-module", "/usr/lib/nginx/modules/ngx_nchan_module.so"),
                arguments.path("breakwater-jar", "jetty-base/target/breakwater.jar"),
                arguments.path("webapp-directory", "sse-webapp/target"),
                arguments.path("peers-directory", "benchmarks/peers"),
                arguments.path("maven-wrapper", "mvnw"),
                arguments.text("server-cpus", ""),
                arguments.words("java-options", "-Xmx2g"),
                arguments.words("breakwater-arguments", ""),
                arguments.pairs("breakwater-properties"));
    }

    /** The command that starts a server on the processors that it may use. */
    List<String> placed(List<String> command) {
        return serverCpus.isEmpty()
                ? command
                : Stream.concat(Stream.of("taskset", "--cpu-list", serverCpus), command.stream())
                        .toList();
    }
}
