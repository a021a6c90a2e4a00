package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.load.Protocol;
import dev.breakwater.benchmarks.measure.OpenFileLimit;
import dev.breakwater.benchmarks.server.GripOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Pushpin before an application of ours, which runs in this process: what holds the streams and writes to them is Pushpin, and
 * only its processes are counted.
 */
final class PushpinTarget implements Target {
    private static final String NAME = "pushpin";

    /** Pushpin, what speaks HTTP with its clients, and what speaks HTTP with the application. */
    private static final List<String> PROGRAMS = List.of(NAME, "condure", "zurl");

    /** The addresses at which Pushpin's processes find each other. */
    private static final Path INTERNAL_SETTINGS = Path.of("/usr/lib/pushpin/internal.conf");

    /** A stream, for only that goes through all of Pushpin's processes. */
    private static final String READY_PATH = "/events?topic=ready";

    /** With more under way it answers 500 and 502 for some: the queues between its processes hold 100. */
    private static final int OPENING = 64;

    /** What a process of Pushpin may open besides its clients. */
    private static final int RESERVED_FILES = 100;

    private final TargetOptions options;

    PushpinTarget(TargetOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Optional<String> whyNotRun() {
        return Stream.concat(
                        PROGRAMS.stream()
                                .filter(program -> Program.named(program).isEmpty())
                                .map(program -> program + " is not installed (Debian 12: pushpin and condure)"),
                        Stream.of(INTERNAL_SETTINGS)
                                .filter(Files::notExists)
                                .map(file -> "there is no " + file + " (Debian 12: pushpin)"))
                .findFirst();
    }

    @Override
    public String version() {
        return String.join(
                ", ",
                PROGRAMS.stream()
                        .map(program -> program + " "
                                + CommandOutput.of("dpkg-query", "--show", "--showformat=${Version}", program))
                        .toList());
    }

    @Override
    public RunningTarget start() throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        int originPort = LoopbackPort.free();
        int publishPort = LoopbackPort.free();
        Path directory = ServerProcess.newDirectory();
        Files.writeString(directory.resolve("routes"), "* 127.0.0.1:" + originPort + "\n");
        Path settings = Files.writeString(directory.resolve("pushpin.conf"), settings(directory, port, publishPort));
        Path pushpin = Program.named(NAME).orElseThrow(() -> new IOException("Pushpin is gone"));
        List<String> command = List.of(pushpin.toString(), "--merge-output", "--config=" + settings);
        ServerProcess process = ServerProcess.start(directory, options.placed(command));
        Endpoints endpoints = new Endpoints(
                LoopbackPort.address(port),
                LoopbackPort.address(originPort),
                READY_PATH,
                Subscriptions.PLAIN,
                "/events?topic=",
                List.of("Content-Type: text/plain"),
                List.of(),
                Endpoints.DEFAULT_PIPELINING,
                Protocol.HTTP_1_1,
                OPENING);
        return RunningTarget.nativeProgram(process, endpoints, origin(process, originPort, publishPort)::close);
    }

    private static GripOrigin origin(ServerProcess process, int port, int publishPort) throws IOException {
        try {
            return GripOrigin.start(port, LoopbackPort.address(publishPort));
        } catch (IOException e) {
            process.close();
            throw e;
        }
    }

    private static String settings(Path directory, int port, int publishPort) {
        return """
                [global]
                include=%s
                rundir=%s
                ipc_prefix=

                [runner]
                services=condure,zurl,pushpin-proxy,pushpin-handler
                http_port=127.0.0.1:%d
                logdir=%2$s
                log_level=1
                client_maxconn=%d

                [proxy]
                routesfile=routes
                zurl_out_specs=ipc://{rundir}/zurl-in
                zurl_out_stream_specs=ipc://{rundir}/zurl-in-stream
                zurl_in_specs=ipc://{rundir}/zurl-out
                updates_check=off

                [handler]
                push_in_spec=tcp://127.0.0.1:%d
                command_spec=ipc://{rundir}/command
                stats_spec=ipc://{rundir}/stats
                # no limit: with a rate, events wait for the next of 40 turns a second
                message_rate=-1
                message_hwm=-1
                connection_subscription_max=1000
                """.formatted(INTERNAL_SETTINGS, directory, port, OpenFileLimit.current() - RESERVED_FILES, publishPort);
    }
}
