package dev.breakwater.benchmarks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

class GripOriginTest {
    private static final int LIMIT_MILLIS = 30_000;

    private final ZContext context = new ZContext();
    private ZMQ.Socket pushpin;
    private GripOrigin origin;
    private Socket client;

    @BeforeEach
    void start() throws IOException {
        pushpin = context.createSocket(SocketType.PULL);
        pushpin.setReceiveTimeOut(LIMIT_MILLIS);
        int publishPort = pushpin.bindToRandomPort("tcp://127.0.0.1");
        int port = freePort();
        origin = GripOrigin.start(port, new InetSocketAddress(InetAddress.getLoopbackAddress(), publishPort));
        client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(LIMIT_MILLIS);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        origin.close();
        context.close();
    }

    @Test
    void get_severalTopics_isHeldOnTheirChannels() throws IOException {
        send("GET /events?topic=g1/n1&topic=g1/n2 HTTP/1.1\r\n\r\n");
        assertThat(head())
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\nContent-Type: text/event-stream\r\n")
                .contains("\r\nGrip-Hold: stream\r\n")
                .contains("\r\nGrip-Channel: g1/n1, g1/n2\r\n")
                .contains("\r\nContent-Length: 0\r\n");
    }

    @Test
    void post_pipelined_isPassedOnInOrderAndNumbered() throws IOException {
        send("POST /events?topic=a HTTP/1.1\r\nContent-Length: 5\r\n\r\nfirst"
                + "POST /events?topic=b HTTP/1.1\r\nContent-Length: 6\r\n\r\n\"next\"");
        assertThat(head()).startsWith("HTTP/1.1 202 ");
        assertThat(head()).startsWith("HTTP/1.1 202 ");
        assertThat(pushpin.recvStr())
                .startsWith("J{")
                .contains("\"channel\":\"a\"")
                .contains("\"id: 1\\ndata: first\\n\\n\"");
        assertThat(pushpin.recvStr())
                .startsWith("J{")
                .contains("\"channel\":\"b\"")
                .contains("{\"http-stream\":{\"content\":\"id: 2\\ndata: \\\"next\\\"\\n\\n\"}}");
    }

    private void send(String requests) throws IOException {
        client.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
    }

    /** The next answer's head; no answer has a body. */
    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = client.getInputStream().read();
            assertThat(next).as("end after %s", head).isNotNegative();
            head.append((char) next);
        }
        return head.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
