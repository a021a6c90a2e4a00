package dev.breakwater.benchmarks.targets;

import dev.breakwater.benchmarks.load.Protocol;
import dev.breakwater.benchmarks.measure.OpenFileLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** nginx with the nchan module, configured to show its best. */
final class NchanTarget implements Target {
    /** What nginx may open besides its clients: logs, listeners, channels between the workers. */
    private static final int RESERVED_FILES = 100;

    private final TargetOptions options;

    NchanTarget(TargetOptions options) {
        this.options = options;
    }

    @Override
    public String name() {
        return "nchan";
    }

    @Override
    public Optional<String> whyNotRun() {
        if (Program.named("nginx").isEmpty()) {
            return Optional.of("nginx is not installed (Debian: nginx and libnginx-mod-nchan)");
        }
        return Files.isRegularFile(options.nchanModule())
                ? Optional.empty()
                : Optional.of("there is no " + options.nchanModule()
                        + " (Debian: libnginx-mod-nchan); name it with --nchan-module");
    }

    @Override
    public String version() {
        String nginx = Program.named("nginx")
                .map(path -> CommandOutput.of(path.toString(), "-v"))
                .orElse("no nginx")
                .replace("nginx version: ", "");
        return nginx + ", nchan "
                + CommandOutput.of("dpkg-query", "--show", "--showformat=${Version}", "libnginx-mod-nchan")
                + ", " + options.nchanWorkers() + " workers";
    }

    @Override
    public RunningTarget start() throws IOException, InterruptedException {
        int port = LoopbackPort.free();
        Path directory = ServerProcess.newDirectory();
        Path configuration = Files.writeString(directory.resolve("nginx.conf"), configuration(port));
        Path nginx = Program.named("nginx").orElseThrow(() -> new IOException("nginx is gone"));
        List<String> command = List.of(
                nginx.toString(),
                "-p",
                directory.toString(),
                "-e",
                directory.resolve("error.log").toString(),
                "-c",
                configuration.toString());
        ServerProcess process = ServerProcess.start(directory, options.placed(command));
        Endpoints endpoints = new Endpoints(
                LoopbackPort.address(port),
                "/ready",
                new Subscriptions("/sub?id=", ",", false, Optional.of("/history?id=")),
                "/pub?id=",
                List.of("Content-Type: text/plain"),
                List.of(),
                Endpoints.DEFAULT_PIPELINING,
                Protocol.HTTP_1_1);
        return RunningTarget.nativeProgram(process, endpoints);
    }

    private String configuration(int port) {
        long files = OpenFileLimit.current();
        // The workers must be able to use the directory, which only its owner can enter.
        String user = System.getProperty("user.name").equals("root") ? "user root;" : "";
        return """
                daemon off;
                %s
                pid nginx.pid;
                error_log error.log crit;
                load_module %s;
                worker_processes %d;
                worker_rlimit_nofile %d;
                events {
                    worker_connections %d;
                    multi_accept on;
                }
                http {
                    access_log off;
                    gzip off;
                    tcp_nodelay on;
                    keepalive_timeout 3600s;
                    keepalive_requests 1000000000;
                    client_body_buffer_size 64k;
                    nchan_shared_memory_size 2048M;
                    server {
                        listen 127.0.0.1:%d reuseport backlog=4096;
                        location = /ready {
                            return 200;
                        }
                        location = /pub {
                            nchan_publisher http;
                            nchan_channel_id $arg_id;
                            nchan_message_buffer_length %d;
                            nchan_message_timeout 60s;
                        }
                        location = /sub {
                            nchan_subscriber eventsource;
                            nchan_channel_id $arg_id;
                            nchan_channel_id_split_delimiter ",";
                            nchan_subscriber_first_message newest;
                        }
                        location = /history {
                            nchan_subscriber eventsource;
                            nchan_channel_id $arg_id;
                            nchan_subscriber_first_message oldest;
                        }
                    }
                }
                """.formatted(
                        user,
                        options.nchanModule().toAbsolutePath(),
                        options.nchanWorkers(),
                        files,
                        files - RESERVED_FILES,
                        port,
                        options.nchanBuffer());
    }
}
