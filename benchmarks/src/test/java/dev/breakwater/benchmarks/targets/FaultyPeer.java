package dev.breakwater.benchmarks.targets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A server that does something wrong with each tenth event, as its first argument says. Its second one is the port. */
public final class FaultyPeer {
    private static final int EACH = 10;
    private static final int FIRST = 5;

    private final String fault;
    private final List<OutputStream> clients = new CopyOnWriteArrayList<>();
    private long events;
    private Optional<String> held = Optional.empty();

    private FaultyPeer(String fault) {
        this.fault = fault;
    }

    public static void main(String[] args) throws IOException {
        FaultyPeer peer = new FaultyPeer(args[0]);
        HttpServer server = HttpServer.create(LoopbackPort.address(Integer.parseInt(args[1])), 100);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/ready", exchange -> answer(exchange, 200));
        server.createContext("/events", peer::events);
        server.start();
    }

    private void events(HttpExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals("POST")) {
            publish(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            answer(exchange, 204);
            return;
        }
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        synchronized (this) { // who has the head may publish at once
            exchange.getResponseBody().flush();
            clients.add(exchange.getResponseBody());
        }
    }

    private synchronized void publish(String data) throws IOException {
        boolean chosen = ++events % EACH == FIRST;
        if (!chosen) {
            send(data);
        } else if (fault.equals("repeats")) {
            send(data);
            send(data);
        } else if (fault.equals("reorders")) {
            held = Optional.of(data);
            return;
        } else if (!fault.equals("loses")) {
            send(data);
        }
        if (held.isPresent()) {
            send(held.get());
            held = Optional.empty();
        }
    }

    private void send(String data) throws IOException {
        for (OutputStream client : clients) {
            client.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
            client.flush();
        }
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
