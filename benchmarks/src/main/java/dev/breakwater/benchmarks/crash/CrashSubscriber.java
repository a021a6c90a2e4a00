package dev.breakwater.benchmarks.crash;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/** Subscribes to everything, and after each cut again from its last event id. */
final class CrashSubscriber implements Flow.Subscriber<String> {
    /** An event as it came. */
    record Received(String id, String data) {}

    private static final Executor LATER = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);

    private final CrashServer server;
    private final HttpClient http;
    private final List<Received> received = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private String lastEventId = "";
    private String id = "";
    private String name = "";
    private String data = "";
    private int cuts;
    private volatile boolean stopping;

    CrashSubscriber(CrashServer server, HttpClient http) {
        this.server = server;
        this.http = http;
    }

    void connect() {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.events("topic=**"));
        synchronized (this) {
            id = lastEventId;
            name = "";
            data = "";
            if (!lastEventId.isEmpty()) {
                request.header("Last-Event-ID", lastEventId);
            }
        }
        http.sendAsync(request.build(), HttpResponse.BodyHandlers.fromLineSubscriber(this))
                .whenComplete((answer, failure) -> {
                    synchronized (this) {
                        cuts++;
                    }
                    if (!stopping) {
                        LATER.execute(this::connect);
                    }
                });
    }

    void stop() {
        stopping = true;
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    synchronized int count() {
        return received.size();
    }

    synchronized List<String> gaps() {
        return List.copyOf(gaps);
    }

    synchronized int cuts() {
        return cuts;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(String line) {
        if (line.isEmpty()) {
            lastEventId = id;
            if (name.equals("breakwater.gap")) {
                gaps.add(data);
            } else if (name.isEmpty() && !data.isEmpty()) {
                received.add(new Received(id, data));
            }
            name = "";
            data = "";
        } else if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("data: ")) {
            data = line.substring(6);
        } else if (line.startsWith("event: ")) {
            name = line.substring(7);
        }
    }

    @Override
    public void onError(Throwable cut) {
        // The answer's future says so too.
    }

    @Override
    public void onComplete() {
        // The same.
    }
}
