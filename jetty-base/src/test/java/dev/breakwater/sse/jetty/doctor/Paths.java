package dev.breakwater.sse.jetty.doctor;

import dev.breakwater.sse.jetty.process.Breakwater;
import dev.breakwater.sse.jetty.proxies.Proxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A server, and proxies in front of it. Thread-safe. */
final class Paths implements AutoCloseable {
    static final String TOKEN = "token-of-the-doctor";
    private static final int WARMING_REQUESTS = 50;
    private static final int STARTED_AT_ONCE = 4;
    private static final long OUTAGE_MILLIS = 1_500;

    private final Breakwater server =
            Breakwater.start(Map.of("BREAKWATER_TOKEN", TOKEN, "BREAKWATER_DOCTOR_STREAMS", "500"), "--port", "0");
    private final List<Proxy> all = new CopyOnWriteArrayList<>();
    private final Map<Path, Proxy> behind = new ConcurrentHashMap<>();

    /** Sends the server some requests, for the first ones take long, and proxies here are set to be impatient. */
    void warm() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(server.url().resolve("doctor/ticket"))
                .header("Authorization", "Bearer " + TOKEN)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        for (int i = 0; i < WARMING_REQUESTS; i++) {
            client.send(request, HttpResponse.BodyHandlers.discarding());
        }
    }

    URI direct() {
        return server.url();
    }

    /** Starts the proxies of some paths, a few at once, and returns those at the client. */
    Map<Path, Proxy> start(List<Path> paths) throws Exception {
        ExecutorService few = Executors.newFixedThreadPool(STARTED_AT_ONCE);
        try {
            Map<Path, Future<Proxy>> starting = new EnumMap<>(Path.class);
            paths.forEach(path -> starting.put(path, few.submit(() -> start(path))));
            Map<Path, Proxy> started = new EnumMap<>(Path.class);
            for (Map.Entry<Path, Future<Proxy>> each : starting.entrySet()) {
                started.put(each.getKey(), each.getValue().get());
            }
            return started;
        } catch (ExecutionException failed) {
            // A program that is missing has the test skipped: by this very exception.
            throw failed.getCause() instanceof RuntimeException unchecked ? unchecked : failed;
        } finally {
            few.shutdownNow();
        }
    }

    /** Starts the proxies of a path, and returns the one at the client. */
    Proxy start(Path path) throws Exception {
        URI origin = server.url();
        Path next = path.behind();
        if (next != null) {
            Proxy started = start(next);
            behind.put(path, started);
            origin = started.url();
        }
        Proxy proxy = Proxy.start(path.program(), read(path.configuration()), origin);
        all.add(proxy);
        return proxy;
    }

    /** If a path's fault is an outage, the proxy behind the first one is away from now on, for a while. */
    void beginOutage(Path path) throws Exception {
        if (path != Path.NGINX_502) {
            return;
        }
        Proxy away = behind.get(path);
        away.kill();
        Thread restart = new Thread(() -> {
            try {
                Thread.sleep(OUTAGE_MILLIS);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
            away.start();
        });
        restart.start();
    }

    private static String read(String configuration) throws IOException {
        try (InputStream in = Paths.class.getResourceAsStream("/paths/" + configuration)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() throws Exception {
        for (Proxy proxy : all) {
            proxy.close();
        }
        server.close();
    }
}
