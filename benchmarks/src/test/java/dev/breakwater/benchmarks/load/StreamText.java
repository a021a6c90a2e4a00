package dev.breakwater.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Pieces of event streams and responses, as a server would write them. */
final class StreamText {
    private StreamText() {}

    static String data(long sequence) {
        return "%016d %016d %s".formatted(sequence, sequence * 1000, "x".repeat(66));
    }

    static String event(long sequence) {
        return "id: 1a-" + sequence + "\ndata: " + data(sequence) + "\n\n";
    }

    static String events(long... sequences) {
        StringBuilder events = new StringBuilder();
        for (long sequence : sequences) {
            events.append(event(sequence));
        }
        return events.toString();
    }

    /** The body in chunks of the given size. */
    static String chunked(String body, int size) {
        StringBuilder response = new StringBuilder(
                "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (int at = 0; at < body.length(); at += size) {
            String chunk = body.substring(at, Math.min(body.length(), at + size));
            response.append(Integer.toHexString(chunk.length()).toUpperCase(Locale.ROOT))
                    .append(at % 2 == 0 ? "" : ";extension=1")
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        return response.toString();
    }

    static String untilClose(String body) {
        return "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n" + body;
    }

    static ByteBuffer buffer(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(bytes)
                .flip();
    }
}
