package dev.breakwater.benchmarks.crash;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Publishes numbered events one after the other, every tenth time a batch of five, and tries each again with the same
 * idempotency key until it is acknowledged.
 */
final class CrashPublisher implements Runnable {
    private static final int BATCH = 5;

    private final int number;
    private final CrashServer server;
    private final Map<String, String> acknowledged;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private volatile boolean stopping;
    private volatile String failure = "";
    private final AtomicLong retries = new AtomicLong();

    /**
     * A publisher.
     *
     * @param acknowledged what it adds its events to, by id
     */
    CrashPublisher(int number, CrashServer server, Map<String, String> acknowledged) {
        this.number = number;
        this.server = server;
        this.acknowledged = acknowledged;
    }

    /** Ends once what is being published is acknowledged. */
    void stop() {
        stopping = true;
    }

    String failure() {
        return failure;
    }

    long retries() {
        return retries.get();
    }

    @Override
    public void run() {
        int publication = 0;
        while (!stopping && failure.isEmpty()) {
            publication++;
            int count = publication % 10 == 0 ? BATCH : 1;
            String prefix = number + "/" + publication + "/";
            HttpRequest request = request(prefix, count);
            boolean done = false;
            while (!done && failure.isEmpty()) {
                try {
                    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                    if (answer.statusCode() == 201) {
                        take(answer.body(), prefix, count);
                        done = true;
                    } else if (answer.statusCode() != 503) {
                        failure = "a publication was answered " + answer.statusCode() + ": " + answer.body();
                    }
                } catch (IOException killed) {
                    retries.incrementAndGet();
                    LockSupport.parkNanos(20_000_000);
                } catch (InterruptedException e) {
                    failure = "interrupted";
                }
            }
        }
    }

    private HttpRequest request(String prefix, int count) {
        String topic = "t/" + number % 4;
        HttpRequest.Builder request = HttpRequest.newBuilder(server.events("topic=" + topic))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + CrashServer.TOKEN)
                .header("Idempotency-Key", '"' + prefix + '"');
        return count == 1
                ? request.header("Content-Type", "text/plain")
                        .POST(HttpRequest.BodyPublishers.ofString(prefix + "0"))
                        .build()
                : request.header("Content-Type", "application/x-ndjson")
                        .POST(HttpRequest.BodyPublishers.ofString(IntStream.range(0, count)
                                .mapToObj(i -> "{\"data\":\"" + prefix + i + "\"}\n")
                                .collect(Collectors.joining())))
                        .build();
    }

    private void take(String body, String prefix, int count) {
        String[] ids = body.replaceAll("[^A-Za-z0-9,-]", " ")
                .replaceAll("\\s*ids?\\s*", "")
                .trim()
                .split("[ ,]+");
        if (ids.length != count) {
            failure = "expected " + count + " ids: " + body;
            return;
        }
        for (int i = 0; i < count; i++) {
            String before = acknowledged.put(ids[i], prefix + i);
            if (before != null) {
                failure = "the id " + ids[i] + " was given to " + before + " and to " + prefix + i;
            }
        }
    }
}
