package dev.breakwater.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The POST that publishes one event, or several as lines of NDJSON: everything but the numbers and the times is the same
 * in each.
 */
public final class PublishRequest {
    private static final String METHOD = "POST ";
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final byte[] head;
    private final byte[] beforeData;
    private final byte[] afterData;
    private final int most;

    /** The topics that take turns, and where in the head their name is; none if all events are of one. */
    private final Optional<Topics> topics;

    private final int topicAt;

    private PublishRequest(
            String head, String beforeData, String afterData, int most, Optional<Topics> topics, int topicAt) {
        this.head = head.getBytes(StandardCharsets.US_ASCII);
        this.beforeData = beforeData.getBytes(StandardCharsets.US_ASCII);
        this.afterData = afterData.getBytes(StandardCharsets.US_ASCII);
        this.most = most;
        this.topics = topics;
        this.topicAt = topicAt;
    }

    /** One event a request. {@code headers} are whole header lines without their ends. */
    public static PublishRequest to(String authority, String path, List<String> headers, int dataSize) {
        return new PublishRequest(head(authority, path, headers), "", padding(dataSize), 1, Optional.empty(), 0);
    }

    /** One event a request, each to the topic that its number says; {@code prefix} is path and query up to that. */
    public static PublishRequest to(
            String authority, String prefix, Topics topics, List<String> headers, int dataSize) {
        String head = head(authority, prefix + topics.example(), headers);
        return new PublishRequest(
                head, "", padding(dataSize), 1, Optional.of(topics), METHOD.length() + prefix.length());
    }

    /** Up to so many events a request, each a line of {@code application/x-ndjson}. */
    public static PublishRequest batch(String authority, String path, List<String> headers, int dataSize, int most) {
        if (most < 1 || most > 500) {
            throw new IllegalArgumentException("a batch must be 1..500 events: " + most);
        }
        return new PublishRequest(
                head(authority, path, headers), "{\"data\":\"", padding(dataSize) + "\"}\n", most, Optional.empty(), 0);
    }

    private static String head(String authority, String path, List<String> headers) {
        StringBuilder head = new StringBuilder();
        head.append(METHOD).append(path).append(" HTTP/1.1\r\nHost: ").append(authority);
        headers.forEach(header -> head.append("\r\n").append(header));
        return head.append("\r\nContent-Length: ").toString();
    }

    private static String padding(int dataSize) {
        if (dataSize < EventHeader.LENGTH || dataSize > 60_000) {
            throw new IllegalArgumentException("data size must be " + EventHeader.LENGTH + "..60000: " + dataSize);
        }
        return "x".repeat(dataSize - EventHeader.LENGTH);
    }

    /** The most events that one request may have. */
    int most() {
        return most;
    }

    /** What one request of so many events takes, in bytes. */
    int length(int events) {
        int body = events * eventLength();
        return head.length + Integer.toString(body).length() + END_OF_HEAD.length() + body;
    }

    private int eventLength() {
        return beforeData.length + EventHeader.LENGTH + afterData.length;
    }

    /** Begins a request from the event with that number on; as many calls of {@link #write} must follow as it says. */
    void begin(ByteBuffer out, long number, int events) {
        int start = out.position();
        out.put(head);
        topics.ifPresent(names -> names.overwrite(out, start + topicAt, number));
        out.put((events * eventLength() + END_OF_HEAD).getBytes(StandardCharsets.US_ASCII));
    }

    void write(ByteBuffer out, long sequence, long sentAt) {
        out.put(beforeData);
        EventHeader.write(out, sequence, sentAt);
        out.put(afterData);
    }
}
