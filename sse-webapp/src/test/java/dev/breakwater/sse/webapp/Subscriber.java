package dev.breakwater.sse.webapp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A client of an event stream. */
final class Subscriber implements AutoCloseable {
    record Event(String name, String data, String id) {}

    static {
        // Its tests wait for what comes some hundred times.
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final HttpResponse<InputStream> response;

    // Guarded by this.
    private final List<Event> events = new ArrayList<>();
    private final List<String> fields = new ArrayList<>();
    private String firstLine = "";
    private String lastEventId = "";
    private boolean over;

    private Subscriber(HttpResponse<InputStream> response) {
        this.response = response;
        Thread reader = new Thread(this::read, "test-subscriber");
        reader.setDaemon(true);
        reader.start();
    }

    /** Opens a stream; headers are names and values in turn. */
    static Subscriber open(int port, String pathAndQuery, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + pathAndQuery));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return new Subscriber(CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()));
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** The events of publishers, without the server's own. */
    synchronized List<Event> events() {
        return events.stream()
                .filter(event -> !event.name().startsWith("breakwater."))
                .toList();
    }

    synchronized List<String> data() {
        return events().stream().map(Event::data).toList();
    }

    synchronized List<Event> gaps() {
        return named("breakwater.gap");
    }

    synchronized List<Event> named(String name) {
        return events.stream().filter(event -> event.name().equals(name)).toList();
    }

    /** The first line of all, or empty if there was none yet. */
    synchronized String firstLine() {
        return firstLine;
    }

    synchronized String lastEventId() {
        return lastEventId;
    }

    synchronized boolean isOver() {
        return over;
    }

    @Override
    public void close() throws IOException {
        response.body().close();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(this::accept);
        } catch (IOException | UncheckedIOException closed) {
            // Told below.
        }
        synchronized (this) {
            over = true;
        }
    }

    private synchronized void accept(String line) {
        if (firstLine.isEmpty()) {
            firstLine = line;
        }
        if (!line.isEmpty()) {
            fields.add(line);
            return;
        }
        String id = value("id: ");
        if (id != null) {
            lastEventId = id;
        }
        List<String> data = fields.stream()
                .filter(field -> field.startsWith("data:"))
                .map(field -> field.startsWith("data: ") ? field.substring(6) : field.substring(5))
                .toList();
        if (!data.isEmpty()) {
            String name = value("event: ");
            events.add(new Event(name == null ? "message" : name, String.join("\n", data), lastEventId));
        }
        fields.clear();
    }

    private String value(String prefix) {
        return fields.stream()
                .filter(field -> field.startsWith(prefix))
                .map(field -> field.substring(prefix.length()))
                .findFirst()
                .orElse(null);
    }
}
