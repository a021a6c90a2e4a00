package dev.breakwater.benchmarks.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/**
 * The application behind Pushpin. It tells Pushpin to hold a stream and which channels that is of (GRIP), and passes on what is
 * posted to it to Pushpin's ZeroMQ port, in order, numbered. A post is answered when the ZeroMQ socket has taken the event, and
 * that takes no more than Pushpin and the buffers between do.
 */
public final class GripOrigin implements AutoCloseable {
    /** Of what Pushpin does not take an event may wait so long before its post is answered 503. */
    private static final int SEND_LIMIT_MILLIS = 5_000;

    /** Events that the socket holds; more would be answered long before Pushpin has them. */
    private static final int HELD_EVENTS = 64;

    /**
     * JeroMQ (0.4 to 0.6 at least) now and then never greets who it has just connected to, and tries again after this time; unless
     * told otherwise after 30 seconds.
     */
    private static final int HANDSHAKE_LIMIT_MILLIS = 250;

    /** What a message of Pushpin's port begins with if the rest is JSON. */
    private static final char JSON = 'J';

    private final ObjectMapper json = new ObjectMapper();
    private final ZContext context = new ZContext();
    private final ZMQ.Socket pushpin;
    private final HttpLoop loop;
    private final Thread thread;

    /** The thread's own. */
    private long events;

    private GripOrigin(int port, InetSocketAddress publishAddress) throws IOException {
        loop = new HttpLoop(port, new HttpLoop.Service() {
            @Override
            public void answer(NioConnection connection, HttpRequest request) throws IOException {
                connection.send(ByteBuffer.wrap(GripOrigin.this.answer(request).getBytes(StandardCharsets.US_ASCII)));
            }

            @Override
            public void left(NioConnection connection) {
                // Streams are Pushpin's: nothing here belongs to a connection.
            }
        });
        pushpin = context.createSocket(SocketType.PUSH);
        pushpin.setSndHWM(HELD_EVENTS);
        pushpin.setSendTimeOut(SEND_LIMIT_MILLIS);
        pushpin.setHandshakeIvl(HANDSHAKE_LIMIT_MILLIS);
        pushpin.setLinger(0);
        pushpin.connect("tcp://" + publishAddress.getHostString() + ":" + publishAddress.getPort());
        thread = new Thread(this::serve, "grip-origin");
        thread.setDaemon(true);
    }

    /**
     * Serves at a loopback port, on a thread of its own.
     *
     * @param publishAddress where Pushpin takes events; need not listen yet
     */
    public static GripOrigin start(int port, InetSocketAddress publishAddress) throws IOException {
        GripOrigin origin = new GripOrigin(port, publishAddress);
        origin.thread.start();
        return origin;
    }

    /** Returns when the port is free again, a post that waits for Pushpin answered. */
    @Override
    public void close() {
        loop.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        context.close();
    }

    private void serve() {
        try {
            loop.run();
        } catch (IOException e) {
            throw new UncheckedIOException("the application behind Pushpin broke", e);
        }
    }

    private String answer(HttpRequest request) throws IOException {
        return switch (request.method() + " " + request.path()) {
            case "GET /events" -> hold(request.topics());
            case "POST /events" -> empty(publish(request) ? "202 Accepted" : "503 Service Unavailable");
            default -> empty("404 Not Found");
        };
    }

    private static String hold(List<String> topics) {
        return empty(
                "200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nGrip-Hold: stream\r\nGrip-Channel: "
                        + String.join(", ", topics));
    }

    private static String empty(String head) {
        return "HTTP/1.1 " + head + "\r\nContent-Length: 0\r\n\r\n";
    }

    private boolean publish(HttpRequest request) throws IOException {
        events++;
        String data = new String(request.body(), StandardCharsets.UTF_8);
        Map<String, Object> stream = Map.of("content", "id: " + events + "\ndata: " + data + "\n\n");
        for (String topic : request.topics()) {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            message.write(JSON);
            json.writeValue(message, Map.of("channel", topic, "formats", Map.of("http-stream", stream)));
            if (!pushpin.send(message.toByteArray())) {
                return false;
            }
        }
        return true;
    }
}
