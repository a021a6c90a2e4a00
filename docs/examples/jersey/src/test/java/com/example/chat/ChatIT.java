package com.example.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The application with a client that reads and one that does not, on whatever sinks it was built with. */
@Timeout(120)
final class ChatIT {
    private static final boolean AFTER = Boolean.getBoolean("example.after");
    private static final String LONG = "x".repeat(64 << 10);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void listeners_hearWhatIsSaid_andBreakwaterKeepsItSoWhenOneStalls() throws Exception {
        try (ChatServer chat = new ChatServer(0);
                Socket stalled = listen(chat);
                Socket healthy = listen(chat)) {
            Queue<String> heard = new ConcurrentLinkedQueue<>();
            AtomicLong characters = new AtomicLong();
            Thread reader = new Thread(() -> read(healthy, heard, characters));
            reader.setDaemon(true);
            reader.start();
            await().atMost(Duration.ofSeconds(20)).until(() -> say(chat, "hello") < 300 && heard.contains("data: hello"));

            int failures = 0;
            for (int i = 0; i < 600; i++) {
                failures += say(chat, LONG) < 300 ? 0 : 1;
                if (AFTER && i % 50 == 49) {
                    // Breakwater keeps 256 of these for who has not read them.
                    long least = (i - 100L) * LONG.length();
                    await().atMost(Duration.ofSeconds(20)).until(() -> characters.get() > least);
                }
            }

            if (AFTER) {
                assertThat(failures).isZero();
                say(chat, "still here");
                await().atMost(Duration.ofSeconds(20)).until(() -> heard.contains("data: still here"));
            } else {
                assertThat(failures).as("answers with an error, once the stalled client's buffer was full").isPositive();
            }
        }
    }

    private static Socket listen(ChatServer chat) throws Exception {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", chat.port()));
        socket.getOutputStream()
                .write("GET /messages HTTP/1.1\r\nHost: chat\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void read(Socket socket, Queue<String> heard, AtomicLong characters) {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                characters.addAndGet(line.length());
                if (line.length() < 100) {
                    heard.add(line);
                }
            }
        } catch (java.io.IOException closed) {
            // The test is over.
        }
    }

    private int say(ChatServer chat, String message) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + chat.port() + "/messages"))
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(message))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
