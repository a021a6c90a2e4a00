package dev.breakwater.benchmarks.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The floor: one selector thread, one write for each client and event, no batching. Speaks as much of Breakwater's HTTP
 * contract as the scenarios need.
 */
public final class NioServer implements HttpLoop.Service {
    private final ByteBuffer streamHead = text(String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Content-Type: text/event-stream",
            "Cache-Control: no-store",
            "Transfer-Encoding: chunked",
            "",
            ""));
    private final Map<String, List<NioConnection>> subscribers = new HashMap<>();
    private long events;

    private NioServer() {}

    /** Serves until the process is ended. */
    public static void serve(int port) throws IOException {
        try (HttpLoop loop = new HttpLoop(port, new NioServer())) {
            loop.run();
        }
    }

    @Override
    public void answer(NioConnection connection, HttpRequest request) throws IOException {
        switch (request.method() + " " + request.path()) {
            case "GET /health/ready" -> connection.send(text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
            case "GET /events" -> {
                for (String topic : request.topics()) {
                    subscribers
                            .computeIfAbsent(topic, name -> new ArrayList<>())
                            .add(connection);
                }
                connection.send(streamHead);
            }
            case "POST /events" -> {
                events++;
                request.topics().forEach(topic -> publish(topic, request.body()));
                String id = "{\"id\": \"" + events + "\"}";
                connection.send(text("HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: "
                        + id.length() + "\r\n\r\n" + id));
            }
            default -> connection.send(text("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"));
        }
    }

    @Override
    public void left(NioConnection connection) {
        subscribers.values().forEach(audience -> audience.remove(connection));
    }

    private void publish(String topic, byte[] data) {
        List<NioConnection> audience = subscribers.getOrDefault(topic, List.of());
        if (audience.isEmpty()) {
            return;
        }
        ByteBuffer message = encode(data);
        // From the last to the first, because those that fail leave the list.
        for (int i = audience.size() - 1; i >= 0; i--) {
            NioConnection connection = audience.get(i);
            try {
                connection.send(message);
            } catch (IOException e) {
                left(connection);
                connection.close();
            }
        }
    }

    private ByteBuffer encode(byte[] data) {
        byte[] id = ("id: " + events + "\ndata: ").getBytes(StandardCharsets.US_ASCII);
        int length = id.length + data.length + 2;
        byte[] size = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocateDirect(size.length + length + 2)
                .put(size)
                .put(id)
                .put(data)
                .put(new byte[] {'\n', '\n', '\r', '\n'})
                .flip();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
