package dev.breakwater.benchmarks.targets;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Another framework's server on the JVM, from a Maven project of its own. */
final class JavaPeerTarget implements Target {
    private final String name;
    private final String mainClass;
    private final List<String> parts;
    private final TargetOptions options;
    private final PeerProject project;

    /** {@code parts} are artifacts whose versions tell what was measured. */
    JavaPeerTarget(String name, String mainClass, List<String> parts, TargetOptions options) {
        this.name = name;
        this.mainClass = mainClass;
        this.parts = parts;
        this.options = options;
        project = new PeerProject(options.peersDirectory().resolve(name));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Optional<String> whyNotRun() {
        if (!project.exists()) {
            return Optional.of("there is no " + project.file("") + "; name the projects with --peers-directory");
        }
        return Files.isExecutable(options.mavenWrapper())
                ? Optional.empty()
                : Optional.of("there is no " + options.mavenWrapper() + "; name it with --maven-wrapper");
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        String maven = options.mavenWrapper().toAbsolutePath().toString();
        project.build(List.of(maven, "-q", "-B", "process-classes"));
    }

    @Override
    public String version() {
        List<String> versions = new ArrayList<>();
        for (String part : parts) {
            // The version begins with a digit: names of other artifacts may begin like this one.
            try (DirectoryStream<Path> jars =
                    Files.newDirectoryStream(project.file("target/lib"), part + "-[0-9]*.jar")) {
                jars.forEach(jar -> versions.add(jar.getFileName().toString().replace(".jar", "")));
            } catch (IOException notBuilt) {
                return name + ", not built";
            }
        }
        Collections.sort(versions);
        return String.join(", ", versions);
    }

    @Override
    public RunningTarget start() throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Path directory = ServerProcess.newDirectory();
        List<Path> classPath = List.of(project.file("target/classes"), project.file("target/lib/*"));
        List<String> command = JavaCommand.classes(
                directory, options.javaOptions(), classPath, mainClass, List.of(Integer.toString(port)));
        return RunningTarget.jvm(ServerProcess.start(directory, options.placed(command)), Endpoints.peer(port));
    }
}
