package dev.breakwater.sse.jetty.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * What an application puts in front of a hub: it passes requests on, and streams as they come, or answers itself as the
 * test says.
 */
final class Gate implements AutoCloseable {
    private static final List<String> PASSED_ON = List.of("Accept", "Last-Event-ID");

    /** An answer instead of the server's. */
    record Answer(int status, Map<String, String> headers, byte[] body) {
        Answer(int status, Map<String, String> headers, String body) {
            this(status, headers, body.getBytes(StandardCharsets.UTF_8));
        }

        static Answer problem(int status, String detail) {
            return new Answer(
                    status,
                    Map.of("Content-Type", "application/problem+json"),
                    "{\"title\":\"Refused\",\"status\":" + status + ",\"detail\":\"" + detail + "\"}");
        }
    }

    /** Decides about a request for a stream. */
    interface Rule {
        /** An answer, or null for the server's. */
        @Nullable
        Answer answer(HttpExchange asked);
    }

    private final URI server;
    private final HttpServer listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "gate");
        thread.setDaemon(true);
        return thread;
    });
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<HttpExchange> streams = new CopyOnWriteArrayList<>();
    private final List<Long> asked = new CopyOnWriteArrayList<>();
    private volatile Rule rule = request -> null;

    Gate(URI server) throws IOException {
        this.server = server;
        this.listener = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        listener.setExecutor(threads);
        listener.createContext("/", this::handle);
        listener.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getAddress().getPort() + '/');
    }

    /** From now on. */
    void rule(Rule newRule) {
        rule = newRule;
    }

    /** When streams were asked for, in milliseconds of a clock that does not jump. */
    List<Long> asked() {
        return List.copyOf(asked);
    }

    /** Ends the streams that are open, as HTTP has it. */
    void endStreams() {
        streams.forEach(HttpExchange::close);
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean stream = exchange.getRequestURI().getPath().equals("/events");
        if (stream) {
            asked.add(System.nanoTime() / 1_000_000);
        }
        Answer answer = stream ? rule.answer(exchange) : null;
        try (exchange) {
            if (answer != null) {
                answer.headers().forEach(exchange.getResponseHeaders()::set);
                exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
                exchange.getResponseBody().write(answer.body());
            } else {
                streams.add(exchange);
                pass(exchange);
            }
        } finally {
            streams.remove(exchange);
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(exchange.getRequestURI().toString()));
        for (String name : PASSED_ON) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            exchange.getResponseHeaders()
                    .set(
                            "Content-Type",
                            response.headers().firstValue("Content-Type").orElse("text/plain"));
            exchange.sendResponseHeaders(response.statusCode(), 0);
            byte[] buffer = new byte[8 << 10];
            try (InputStream in = response.body();
                    OutputStream out = exchange.getResponseBody()) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                    out.flush();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        listener.stop(0);
        threads.shutdownNow();
    }
}
