package dev.breakwater.benchmarks.herd;

import dev.breakwater.benchmarks.targets.RestartableBreakwater;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.BitSet;

/** Publishes numbers on a schedule, and remembers which were acknowledged. A number that was not is never used again. */
final class HerdPublisher implements Runnable, AutoCloseable {
    /** Longer than any pause of the server: two requests under way at once would have no order. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final RestartableBreakwater server;
    private final double rate;
    private final String padding;
    private final BitSet acknowledged = new BitSet();
    private final Thread thread = new Thread(this, "herd-publisher");
    private volatile boolean closed;

    HerdPublisher(RestartableBreakwater server, double rate) {
        this(server, rate, "");
    }

    /** {@code padding} goes with each event. */
    HerdPublisher(RestartableBreakwater server, double rate, String padding) {
        this.server = server;
        this.rate = rate;
        this.padding = padding;
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        long begin = System.nanoTime();
        for (int sequence = 0; !closed; sequence++) {
            long due = begin + (long) (sequence * 1e9 / rate);
            try {
                Thread.sleep(Math.max(0, (due - System.nanoTime()) / 1_000_000));
                HttpRequest request = HttpRequest.newBuilder(server.uri("/events?topic=herd"))
                        .timeout(PATIENCE)
                        .header("Authorization", "Bearer " + server.token())
                        .POST(HttpRequest.BodyPublishers.ofString(sequence + " " + System.nanoTime() + padding))
                        .build();
                if (http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 201) {
                    synchronized (this) {
                        acknowledged.set(sequence);
                    }
                }
            } catch (IOException serverIsAway) {
                // Not acknowledged.
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    synchronized boolean acknowledged(long sequence) {
        return acknowledged.get((int) sequence);
    }

    synchronized int acknowledgedCount() {
        return acknowledged.cardinality();
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
