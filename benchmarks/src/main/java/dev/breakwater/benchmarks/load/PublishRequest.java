package dev.breakwater.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The POST that publishes one event: everything but the number and the time is the same in each. */
public final class PublishRequest {
    private final byte[] head;
    private final byte[] padding;

    private PublishRequest(byte[] head, byte[] padding) {
        this.head = head;
        this.padding = padding;
    }

    /** {@code headers} are whole header lines without their ends. */
    public static PublishRequest to(String authority, String path, List<String> headers, int dataSize) {
        if (dataSize < EventHeader.LENGTH || dataSize > 60_000) {
            throw new IllegalArgumentException("data size must be " + EventHeader.LENGTH + "..60000: " + dataSize);
        }
        StringBuilder head = new StringBuilder();
        head.append("POST ").append(path).append(" HTTP/1.1\r\nHost: ").append(authority);
        headers.forEach(header -> head.append("\r\n").append(header));
        head.append("\r\nContent-Length: ").append(dataSize).append("\r\n\r\n");
        String padding = "x".repeat(dataSize - EventHeader.LENGTH);
        return new PublishRequest(
                head.toString().getBytes(StandardCharsets.US_ASCII), padding.getBytes(StandardCharsets.US_ASCII));
    }

    int length() {
        return head.length + EventHeader.LENGTH + padding.length;
    }

    void write(ByteBuffer out, long sequence, long sentAt) {
        out.put(head);
        EventHeader.write(out, sequence, sentAt);
        out.put(padding);
    }
}
