package dev.breakwater.peers;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.sse.SseClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.ServerConnector;

/** Clients that are kept alive, in a list for each topic. */
public final class JavalinPeer {
    private final Map<String, List<SseClient>> topics = new ConcurrentHashMap<>();
    private final AtomicLong events = new AtomicLong();

    private JavalinPeer() {}

    /** {@code args}: the port. */
    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        JavalinPeer peer = new JavalinPeer();
        Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.jetty.addConnector((server, http) -> {
                        ServerConnector connector = new ServerConnector(server);
                        connector.setHost("127.0.0.1");
                        connector.setPort(port);
                        connector.setAcceptQueueSize(4096);
                        return connector;
                    });
                    config.routes.get("/ready", request -> request.result("ready"));
                    config.routes.sse("/events", peer::subscribe);
                    config.routes.post("/events", peer::publish);
                })
                .start();
    }

    private void subscribe(SseClient client) {
        List<List<SseClient>> audiences = client.ctx().queryParams("topic").stream()
                .map(topic -> topics.computeIfAbsent(topic, name -> new CopyOnWriteArrayList<>()))
                .toList();
        client.keepAlive();
        client.onClose(() -> audiences.forEach(audience -> audience.remove(client)));
        audiences.forEach(audience -> audience.add(client));
    }

    private void publish(Context request) {
        String id = Long.toString(events.incrementAndGet());
        String data = request.body();
        for (SseClient client : topics.getOrDefault(request.queryParam("topic"), List.of())) {
            client.sendEvent("message", data, id);
        }
        request.status(HttpStatus.NO_CONTENT);
    }
}
