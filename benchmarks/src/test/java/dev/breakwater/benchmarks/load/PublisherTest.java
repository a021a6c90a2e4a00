package dev.breakwater.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PublisherTest {
    private static final int DATA_SIZE = 40;

    private final List<Long> received = Collections.synchronizedList(new ArrayList<>());
    private final PublishRequest request = PublishRequest.to("localhost", "/events", List.of("A: b"), DATA_SIZE);
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void publish_atARate_sendsEachNumberOnceAndInOrder() throws Exception {
        serve(Integer.MAX_VALUE, "201 Created");
        try (Publisher publisher = connect(16)) {
            // On a busy machine the last ones may not be sent in time, but none may go missing.
            PublishReport first = publish(publisher, 1000, 600);
            assertThat(first.sent() + first.unsent()).isEqualTo(600);
            assertThat(first.rejected()).isZero();
            assertThat(first.lagMicros().getTotalCount()).isBetween(1L, 300L);
            assertThat(publisher.answered()).isEqualTo(first.sent());
            PublishReport second = publish(publisher, 100, 100);
            assertThat(publisher.lastSequence()).isEqualTo(first.sent() + second.sent());
            for (int i = 0; i < publisher.lastSequence(); i++) {
                assertThat(received.get(i)).isEqualTo(i + 1);
            }
        }
    }

    @Test
    void publish_serverThatRejects_countsIt() throws Exception {
        serve(Integer.MAX_VALUE, "403 Forbidden");
        try (Publisher publisher = connect(1)) {
            PublishReport report = publish(publisher, 100, 500);
            assertThat(report.rejected()).isPositive().isEqualTo(report.sent());
        }
    }

    @Test
    void publish_serverThatStopsAnswering_leavesEventsUnsent() throws Exception {
        serve(3, "201 Created");
        try (Publisher publisher = connect(2)) {
            PublishReport report = publish(publisher, 100, 1_000);
            assertThat(report.sent()).isEqualTo(5);
            assertThat(report.unsent()).isEqualTo(95);
        }
    }

    @Test
    void publish_connectionLost_fails() throws Exception {
        serve(-1, "201 Created");
        try (Publisher publisher = connect(1)) {
            assertThatThrownBy(() -> publish(publisher, 100, 500))
                    .isInstanceOf(ExecutionException.class)
                    .hasMessageContaining("publisher's connection");
        }
    }

    @Test
    void publish_batches_putsWhatIsDueInFewRequests() throws Exception {
        PublishRequest batch = PublishRequest.batch("localhost", "/events", List.of("A: b"), DATA_SIZE, 100);
        Thread thread = new Thread(() -> answerBatches(batch), "answering-server");
        thread.setDaemon(true);
        thread.start();
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        try (Publisher publisher = Publisher.connect(address, batch, 1)) {
            PublishReport report = publish(publisher, 20_000, 500);
            assertThat(publisher.answered()).isEqualTo(report.sent()).isEqualTo(publisher.lastSequence());
            assertThat(report.sent()).isPositive();
            for (int i = 0; i < report.sent(); i++) {
                assertThat(received.get(i)).isEqualTo(i + 1);
            }
        }
    }

    /** Reads line by line: that the length of each batch is right shows in that the next one begins with its head. */
    private void answerBatches(PublishRequest batch) {
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            while (true) {
                int length = 0;
                for (String line = line(in); !line.isEmpty(); line = line(in)) {
                    length = line.startsWith("Content-Length: ") ? Integer.parseInt(line.substring(16)) : length;
                }
                if (length == 0) {
                    return; // the publisher was closed
                }
                String[] lines = new String(in.readNBytes(length), StandardCharsets.US_ASCII).split("\n");
                for (String line : lines) {
                    assertThat(line).startsWith("{\"data\":\"").endsWith("x\"}");
                    received.add(Long.parseLong(line.substring(9, 9 + EventHeader.DIGITS)));
                }
                assertThat(lines.length).isBetween(1, batch.most());
                socket.getOutputStream()
                        .write("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException | RuntimeException closed) {
            // The test is over.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    private Publisher connect(int depth) throws IOException {
        return Publisher.connect((InetSocketAddress) server.getLocalSocketAddress(), request, depth);
    }

    private static PublishReport publish(Publisher publisher, double rate, long millis) throws Exception {
        long now = RunClock.now();
        long half = TimeUnit.MILLISECONDS.toNanos(millis / 2);
        Schedule schedule = new Schedule(rate, now, now + half, now + 2 * half);
        return publisher.publish(schedule).get(20, TimeUnit.SECONDS);
    }

    /** Answers the first so many requests and reads on; closes at the first if that is negative. */
    private void serve(int answers, String status) {
        Thread thread = new Thread(
                () -> {
                    try (Socket socket = server.accept()) {
                        InputStream in = socket.getInputStream();
                        for (int i = 0; i < answers || answers >= 0; i++) {
                            received.add(sequence(in.readNBytes(request.length(1))));
                            if (i < answers) {
                                String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 2\r\n\r\n{}";
                                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                            }
                        }
                    } catch (IOException | RuntimeException closed) {
                        // The test is over.
                    }
                },
                "answering-server");
        thread.setDaemon(true);
        thread.start();
    }

    private static long sequence(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        int data = text.indexOf("\r\n\r\n") + 4;
        return Long.parseLong(text.substring(data, data + EventHeader.DIGITS));
    }
}
