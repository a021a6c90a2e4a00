package dev.breakwater.sse.jetty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.jetty.process.Breakwater;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends a body byte by byte and never comes to its end: a server that stops waits for it for a while. */
final class EndlessPublisher implements AutoCloseable {
    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor();
    private final Socket socket;

    EndlessPublisher(Breakwater server) throws IOException {
        socket = new Socket(server.url().getHost(), server.url().getPort());
        String head = "POST /events?topic=news HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + server.token()
                + "\r\nContent-Type: text/plain\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        byte[] goOn = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
        assertThat(goOn).as("that the server reads the body").asString().isEqualTo("HTTP/1.1 100");
        sender.scheduleAtFixedRate(this::send, 0, 50, TimeUnit.MILLISECONDS);
    }

    private void send() {
        try {
            socket.getOutputStream().write('x');
        } catch (IOException over) {
            sender.shutdown();
        }
    }

    @Override
    public void close() throws IOException {
        sender.shutdownNow();
        socket.close();
    }
}
