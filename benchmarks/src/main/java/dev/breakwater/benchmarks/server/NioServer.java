package dev.breakwater.benchmarks.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The floor: one selector thread, one write for each client and event, no batching. Speaks as much of Breakwater's HTTP
 * contract as the scenarios need.
 */
public final class NioServer {
    private static final int BACKLOG = 4096;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final ByteBuffer streamHead = text(String.join(
            "\r\n",
            "HTTP/1.1 200 OK",
            "Content-Type: text/event-stream",
            "Cache-Control: no-store",
            "Transfer-Encoding: chunked",
            "",
            ""));
    private final Map<String, List<NioConnection>> subscribers = new HashMap<>();
    private final Selector selector;
    private final ServerSocketChannel listener;
    private long events;

    private NioServer(int port) throws IOException {
        selector = Selector.open();
        listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    /** Serves until the process is ended. */
    public static void serve(int port) throws IOException {
        NioServer server = new NioServer(port);
        while (true) {
            server.selector.select(server::ready);
        }
    }

    private void ready(SelectionKey key) {
        if (key.isAcceptable()) {
            accept();
            return;
        }
        NioConnection connection = (NioConnection) key.attachment();
        try {
            if (key.isWritable()) {
                connection.writable();
            }
            if (key.isReadable()) {
                read(connection);
            }
        } catch (IOException | IllegalStateException e) {
            leave(connection);
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(new NioConnection(channel, key));
            }
        } catch (IOException e) {
            System.err.println("a connection could not be accepted: " + e.getMessage());
        }
    }

    private void read(NioConnection connection) throws IOException {
        buffer.clear();
        if (connection.read(buffer) < 0) {
            throw new IOException("closed by the client");
        }
        connection.requests.add(buffer.flip());
        for (Optional<HttpRequest> request = connection.requests.next();
                request.isPresent();
                request = connection.requests.next()) {
            answer(connection, request.get());
        }
    }

    private void answer(NioConnection connection, HttpRequest request) throws IOException {
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
                leave(connection);
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

    private void leave(NioConnection connection) {
        subscribers.values().forEach(audience -> audience.remove(connection));
        connection.close();
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
