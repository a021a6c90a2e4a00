package dev.breakwater.benchmarks.targets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** better-sse on Node, from an npm project of its own; one process, as channels of one process are all that it has. */
final class NodePeerTarget implements Target {
    private static final String NAME = "better-sse";

    private final TargetOptions options;
    private final PeerProject project;

    NodePeerTarget(TargetOptions options) {
        this.options = options;
        project = new PeerProject(options.peersDirectory().resolve(NAME));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> whyNotRun() {
        if (!project.exists()) {
            return Optional.of("there is no " + project.file("") + "; name the projects with --peers-directory");
        }
        return CommandOutput.of("node", "--version").startsWith("v")
                ? Optional.empty()
                : Optional.of("node is not installed (20 or later)");
    }

    @Override
    public void prepare() throws IOException, InterruptedException {
        project.build(List.of("npm", "ci", "--no-audit", "--no-fund"));
    }

    @Override
    public String version() {
        String query = "require('" + project.file("node_modules/better-sse/package.json") + "').version";
        return NAME + " " + CommandOutput.of("node", "-p", query) + " on Node "
                + CommandOutput.of("node", "--version").substring(1) + ", one process";
    }

    @Override
    public RunningTarget start() throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Path directory = ServerProcess.newDirectory();
        List<String> command = List.of("node", project.file("server.js").toString(), Integer.toString(port));
        return RunningTarget.nativeProgram(
                ServerProcess.start(directory, options.placed(command)), Endpoints.peer(port));
    }
}
