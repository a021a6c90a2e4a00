package dev.breakwater.sse.jetty.clients;

import dev.breakwater.sse.jetty.process.Breakwater;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Publishes 0, 1, 2, … on each of some topics until it is closed: the same number on all in one batch. */
final class Numbers implements AutoCloseable {
    private final Breakwater server;
    private final Map<String, Integer> last = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean closing;
    private volatile Exception failure;

    /** Begins at once, about a hundred times a second. */
    Numbers(Breakwater server, List<String> topics) {
        this.server = server;
        this.thread = new Thread(() -> run(topics), "numbers");
        this.thread.setDaemon(true);
        this.thread.start();
    }

    private void run(List<String> topics) {
        try {
            for (int i = 0; !closing; i++) {
                int number = i;
                String lines = topics.stream()
                        .map(topic -> "{\"topic\":\"" + topic + "\",\"data\":" + number + '}')
                        .collect(Collectors.joining("\n"));
                HttpResponse<String> answer = server.publishBatch(topics.get(0), lines);
                if (answer.statusCode() != 201) {
                    throw new IllegalStateException(answer.body());
                }
                topics.forEach(topic -> last.put(topic, number));
                Thread.sleep(10);
            }
        } catch (Exception failed) {
            failure = failed;
        }
    }

    /** The last number of a topic, -1 if there is none yet. */
    int last(String topic) {
        return last.getOrDefault(topic, -1);
    }

    /** Stops, and fails if it could not publish. */
    @Override
    public void close() throws Exception {
        closing = true;
        thread.join(10_000);
        if (failure != null) {
            throw failure;
        }
    }
}
