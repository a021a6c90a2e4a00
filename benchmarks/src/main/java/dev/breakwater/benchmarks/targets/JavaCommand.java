package dev.breakwater.benchmarks.targets;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The command line of a JVM like this one, with a temporary directory of its own. */
final class JavaCommand {
    private static final String MAIN_CLASS = "dev.breakwater.benchmarks.Main";

    private JavaCommand() {}

    static List<String> jar(Path directory, List<String> options, Path jar, List<String> arguments) {
        List<String> command = java(directory, options);
        command.addAll(List.of("-jar", jar.toAbsolutePath().toString()));
        command.addAll(arguments);
        return command;
    }

    /** A subcommand of this very program. */
    static List<String> own(Path directory, List<String> options, List<String> arguments) {
        // The child works in another directory.
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = java(directory, options);
        command.addAll(List.of("-cp", classPath, MAIN_CLASS));
        command.addAll(arguments);
        return command;
    }

    /** A class of another project. */
    static List<String> classes(
            Path directory, List<String> options, List<Path> classPath, String mainClass, List<String> arguments) {
        List<String> command = java(directory, options);
        String joined = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        command.addAll(List.of("-cp", joined, mainClass));
        command.addAll(arguments);
        return command;
    }

    private static List<String> java(Path directory, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Djava.io.tmpdir=" + directory);
        command.addAll(options);
        return command;
    }
}
