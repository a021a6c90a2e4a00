package dev.breakwater.benchmarks.load;

import static dev.breakwater.benchmarks.load.StreamText.chunked;
import static dev.breakwater.benchmarks.load.StreamText.event;
import static dev.breakwater.benchmarks.load.StreamText.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against servers that misbehave on purpose. */
class LoadClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final List<Socket> accepted = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket socket : accepted) {
            socket.close();
        }
    }

    @Test
    void report_serverThatLosesRepeatsAndReorders_countsForEveryStream() throws Exception {
        answerEach(chunked(events(1, 2, 4, 4, 6, 5, 7), 60));
        try (LoadClient client = LoadClient.open(audience(20, 0), LIMIT)) {
            assertThat(client.awaitSequence(7, LIMIT)).isTrue();
            LoadReport report = client.report();
            assertThat(report.deliveries()).isEqualTo(6 * 20);
            assertThat(report.losses()).isEqualTo(20);
            assertThat(report.repeats()).isEqualTo(20);
            assertThat(report.reorders()).isEqualTo(20);
            assertThat(report.closes()).isZero();
        }
    }

    @Test
    void report_serverThatCloses_countsStreams() throws Exception {
        answerEach(chunked(events(1), 1000));
        try (LoadClient client = LoadClient.open(audience(5, 0), LIMIT)) {
            assertThat(client.awaitSequence(1, LIMIT)).isTrue();
            accepted.get(0).close();
            accepted.get(1).close();
            assertThat(client.streamsBehind(2)).isGreaterThanOrEqualTo(3);
            String chunk = Integer.toHexString(event(2).length()) + "\r\n" + event(2) + "\r\n";
            for (Socket open : accepted.subList(2, 5)) {
                open.getOutputStream().write(chunk.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(client.awaitSequence(2, LIMIT)).isTrue();
            assertThat(client.report().closes()).isEqualTo(2);
        }
    }

    @Test
    void stalledStreams_afterTheirHead_areNotRead() throws Exception {
        answerEach(chunked(events(1, 2, 3), 1000));
        try (LoadClient client = LoadClient.open(audience(8, 2), LIMIT)) {
            assertThat(client.awaitSequence(3, LIMIT)).isTrue();
            assertThat(client.report().deliveries()).isEqualTo(3 * 8);
            assertThat(client.stalledStillOpen()).isEqualTo(2);
        }
    }

    @Test
    void open_answerOtherThan200_failsWithTheStatus() {
        answerEach("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
        assertThatThrownBy(() -> LoadClient.open(audience(3, 0), LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("answered 503");
    }

    @Test
    void open_comeBackAnswer_fails() {
        answerEach("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\nretry: 5000\n\n");
        assertThatThrownBy(() -> LoadClient.open(audience(3, 0), LIMIT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("come back later");
    }

    @Test
    void open_comeBackAnswerToOneWhoComesBack_asksAgainOnTheSameConnection() throws Exception {
        answerEach(
                "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nretry: 200\n\n",
                chunked("retry: 1\n\n" + events(1), 1000));
        Audience returning =
                new Audience((InetSocketAddress) server.getLocalSocketAddress(), List.of("/"), 3, 0, 1000, true);
        long from = RunClock.now();
        try (LoadClient client = LoadClient.open(returning, LIMIT)) {
            assertThat(RunClock.now() - from).isGreaterThanOrEqualTo(200_000_000);
            assertThat(client.awaitSequence(1, LIMIT)).isTrue();
            assertThat(accepted).hasSize(3);
        }
    }

    private Audience audience(int healthy, int stalled) {
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        return new Audience(address, "/events?topic=t", healthy, stalled, 1000);
    }

    /** Answers the requests of each connection one after the other. */
    private void answerEach(String... responses) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            Socket socket = server.accept();
                            accepted.add(socket);
                            for (String response : responses) {
                                socket.getInputStream().read(new byte[1024]);
                                socket.getOutputStream().write(response.getBytes(StandardCharsets.UTF_8));
                            }
                        }
                    } catch (IOException closed) {
                        // The test is over.
                    }
                },
                "misbehaving-server");
        thread.setDaemon(true);
        thread.start();
    }
}
