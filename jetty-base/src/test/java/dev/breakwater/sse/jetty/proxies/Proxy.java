package dev.breakwater.sse.jetty.proxies;

import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Program;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A proxy in front of a server: a process with a directory, ports and a configuration of its own. In the configuration
 * stand, for what differs from run to run, {@code @port@} and {@code @tlsPort@} (where to listen), {@code @origin@} (the
 * server, {@code host:port}), {@code @originHost@}, {@code @originPort@}, {@code @certificate@}, {@code @key@} and
 * {@code @both@} (PEM files) and {@code @directory@} (its own). For one thread, but for {@link #log()}.
 */
public final class Proxy implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ProxyProgram program;
    private final URI origin;
    private final Path executable;
    private final Place place;
    private final @Nullable Certificate certificate;
    private final StringBuffer earlier = new StringBuffer();
    private boolean speaksTls;
    private volatile @Nullable Program process;

    private Proxy(ProxyProgram program, URI origin) throws Exception {
        this.program = program;
        this.origin = origin;
        this.executable = program.find();
        this.place = Place.create(program);
        this.certificate = program.hasTls() ? Certificate.create(place.root()) : null;
    }

    /** Starts a proxy, and waits until it listens. If the program is missing, the test is skipped, or fails in CI. */
    public static Proxy start(ProxyProgram program, String configuration, URI origin) throws Exception {
        Proxy proxy = new Proxy(program, origin);
        try {
            proxy.place.write(proxy.place.frame(), proxy.filled(program.frame()));
            proxy.place.write(proxy.place.configuration(), proxy.filled(program.alone(configuration)));
            proxy.speaksTls = (program.frame() + configuration).contains("@tlsPort@");
            if (program == ProxyProgram.APACHE) {
                proxy.place.write(proxy.place.file("come-back"), Configurations.apacheComeBack());
            }
            proxy.start();
        } catch (Exception | AssertionError failure) {
            proxy.close();
            throw failure;
        }
        return proxy;
    }

    private String filled(String template) {
        String text = template.replace("@port@", Integer.toString(place.port()))
                .replace("@tlsPort@", Integer.toString(place.tlsPort()))
                .replace("@origin@", origin.getHost() + ':' + origin.getPort())
                .replace("@originHost@", origin.getHost())
                .replace("@originPort@", Integer.toString(origin.getPort()))
                .replace("@configuration@", place.configuration())
                .replace("@directory@", place.directory());
        return certificate == null
                ? text
                : text.replace("@certificate@", certificate.certificate().toString())
                        .replace("@key@", certificate.key().toString())
                        .replace("@both@", certificate.both().toString());
    }

    /** Starts it again, on the same ports, after {@link #stop()} or {@link #kill()}. */
    public void start() {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(program.arguments(place));
        Program started = Program.start(command, program.environment(place), place.root(), line -> {});
        process = started;
        await().pollDelay(Duration.ZERO).pollInterval(LOOK).atMost(SOON).until(() -> {
            if (!started.isAlive()) {
                started.awaitExit();
                throw new IllegalStateException(program + " has ended: " + log());
            }
            return listens(place.port()) && (!speaksTls || listens(place.tlsPort()));
        });
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Asks it to end, as the system does when it is restarted, and ends it if it takes more than 5 seconds. */
    public void stop() {
        Program running = Objects.requireNonNull(process);
        running.terminate();
        try {
            await().pollDelay(Duration.ZERO).pollInterval(LOOK).atMost(PATIENCE).until(() -> !running.isAlive());
        } catch (org.awaitility.core.ConditionTimeoutException lingers) {
            // It waits for its streams, for ever perhaps.
        }
        kill();
    }

    /** Ends it, and all its processes, at once. */
    public void kill() {
        Program running = process;
        if (running != null) {
            running.close();
            earlier.append(running.out()).append(running.err());
            process = null;
        }
    }

    /** The server's root by way of the proxy; by way of a forward proxy it is the server's own. */
    public URI url() {
        return program == ProxyProgram.SQUID ? origin : URI.create("http://127.0.0.1:" + place.port() + '/');
    }

    /** The same with TLS. */
    public URI tlsUrl() {
        if (!program.hasTls()) {
            throw new IllegalStateException(program + " speaks no TLS to clients");
        }
        return URI.create("https://127.0.0.1:" + place.tlsPort() + '/');
    }

    /** A client that goes this way and trusts the proxy's certificate. */
    public HttpClient.Builder client() throws Exception {
        HttpClient.Builder client = HttpClient.newBuilder();
        if (program == ProxyProgram.SQUID) {
            client.proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", place.port())));
        }
        if (certificate != null) {
            client.sslContext(certificate.trust());
        }
        return client;
    }

    /** What it is. */
    public ProxyProgram program() {
        return program;
    }

    /** Its port for clients without TLS; a forward proxy's only one. */
    public int port() {
        return place.port();
    }

    /** What it has said so far. */
    public String log() {
        Program running = process;
        return running == null ? earlier.toString() : earlier + running.out() + running.err();
    }

    @Override
    public void close() throws IOException {
        kill();
        place.remove();
    }

    @Override
    public String toString() {
        return program.toString();
    }
}
