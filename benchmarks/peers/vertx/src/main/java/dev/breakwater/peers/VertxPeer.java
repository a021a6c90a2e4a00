package dev.breakwater.peers;

import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A verticle for each processor; topics are addresses of the event bus, clients its consumers. */
public final class VertxPeer extends AbstractVerticle {
    /** A client with more than that unsent is cut off. */
    private static final int MOST_BEHIND_BYTES = 16 * 1024 * 1024;

    private static final AtomicLong EVENTS = new AtomicLong();

    private final int port;

    private VertxPeer(int port) {
        this.port = port;
    }

    /** {@code args}: the port. */
    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        DeploymentOptions oneForEachProcessor =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        Vertx.vertx()
                .deployVerticle(() -> new VertxPeer(port), oneForEachProcessor)
                .onFailure(failure -> {
                    failure.printStackTrace();
                    System.exit(1);
                });
    }

    @Override
    public void start(Promise<Void> started) {
        Router router = Router.router(vertx);
        router.get("/ready").handler(request -> request.end("ready"));
        router.get("/events").handler(this::subscribe);
        router.post("/events").handler(BodyHandler.create(false)).handler(this::publish);
        HttpServerOptions options =
                new HttpServerOptions().setHost("127.0.0.1").setPort(port).setAcceptBacklog(4096);
        vertx.createHttpServer(options)
                .requestHandler(router)
                .listen()
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void subscribe(RoutingContext request) {
        HttpServerResponse response = request.response()
                .setChunked(true)
                .setWriteQueueMaxSize(MOST_BEHIND_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store");
        List<MessageConsumer<String>> consumers = request.queryParam("topic").stream()
                .map(topic -> vertx.eventBus().<String>localConsumer(address(topic), message -> {
                    if (response.writeQueueFull()) {
                        request.request().connection().close();
                    } else {
                        response.write(message.body());
                    }
                }))
                .toList();
        response.closeHandler(closed -> consumers.forEach(MessageConsumer::unregister));
        // Without a first write the client would not see that it is subscribed.
        response.write(": open\n\n");
    }

    private void publish(RoutingContext request) {
        String data = request.body().asString();
        String topic = request.request().getParam("topic");
        vertx.eventBus().publish(address(topic), "id: " + EVENTS.incrementAndGet() + "\ndata: " + data + "\n\n");
        request.response().setStatusCode(204).end();
    }

    private static String address(String topic) {
        return "topic/" + topic;
    }
}
