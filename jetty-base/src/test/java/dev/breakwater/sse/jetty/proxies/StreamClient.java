package dev.breakwater.sse.jetty.proxies;

import dev.breakwater.sse.jetty.process.EventReader;
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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads a stream as an EventSource does, and comes back as it is told with the last id; notes when each event came. Unlike
 * an EventSource it also comes back after an error status, but counts these. Has a thread of its own; others may ask.
 */
final class StreamClient implements AutoCloseable {
    private static final long FIRST_RETRY_MILLIS = 1_000;

    private final HttpClient http;
    private final URI url;
    private final HttpClient.Version version;
    private final EventReader reader = new EventReader();
    private final List<Long> arrivals = new ArrayList<>();
    private final AtomicInteger streams = new AtomicInteger();
    private final AtomicInteger comeBacks = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "stream client");
    private volatile boolean closed;
    private volatile int lastError;

    // The client's own thread only.
    private long retryMillis = FIRST_RETRY_MILLIS;

    /** Begins to read. */
    StreamClient(HttpClient http, URI url, HttpClient.Version version) {
        this.http = http;
        this.url = url;
        this.version = version;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                connect();
                Thread.sleep(retryMillis);
            } catch (InterruptedException over) {
                return;
            }
        }
    }

    private void connect() throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).version(version).header("Accept", "text/event-stream");
        if (!reader.lastEventId().isEmpty()) {
            request.header("Last-Event-ID", reader.lastEventId());
        }
        HttpResponse<InputStream> answer;
        try {
            answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException unreachable) {
            failures.incrementAndGet();
            reader.cut();
            return;
        }
        try {
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    lastError = answer.statusCode();
                    errors.incrementAndGet();
                } else if (answer.headers().firstValue("Content-Length").isPresent()) {
                    comeBacks.incrementAndGet();
                    read(body);
                } else {
                    streams.incrementAndGet();
                    read(body);
                }
            }
        } catch (IOException | UncheckedIOException cut) {
            // Comes back.
        }
        reader.cut();
    }

    private void read(InputStream body) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            long now = System.nanoTime();
            if (line.startsWith("retry: ")) {
                retryMillis = Long.parseLong(line.substring("retry: ".length()));
            }
            synchronized (arrivals) {
                reader.line(line);
                while (arrivals.size() < reader.count()) {
                    arrivals.add(now);
                }
            }
        }
    }

    /** The data of all events, in the order in which they came. */
    List<String> data() {
        return reader.data();
    }

    /** When each of {@link #data()} came, in nanoseconds. */
    List<Long> arrivals() {
        synchronized (arrivals) {
            return List.copyOf(arrivals);
        }
    }

    /** How many streams it has been given. */
    int streams() {
        return streams.get();
    }

    /** How often it was told to come back. */
    int comeBacks() {
        return comeBacks.get();
    }

    /** How often there was no answer at all, which every EventSource takes for a reason to try again. */
    int failures() {
        return failures.get();
    }

    /** How often it was answered in a way that has an EventSource give up for ever. */
    int errors() {
        return errors.get();
    }

    /** The last status of these answers. */
    int lastError() {
        return lastError;
    }

    /** Whether it has an id, and so a place to come back to. */
    boolean isPlaced() {
        return !reader.lastEventId().isEmpty();
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
