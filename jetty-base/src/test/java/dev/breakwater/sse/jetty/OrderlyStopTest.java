package dev.breakwater.sse.jetty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.servlet.EventStreams;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class OrderlyStopTest {
    private final SseHub hub = SseHub.create(HubConfig.defaults());
    private final CountDownLatch hubClosed = new CountDownLatch(1);
    private final CountDownLatch mayGo = new CountDownLatch(1);
    private final WebServer server = new WebServer("127.0.0.1", 0, (classes, context) -> application(context));

    /** One stream at /events, and a listener that takes its time. */
    private void application(ServletContext context) {
        ServletRegistration.Dynamic events = context.addServlet("events", new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                EventStreams.open(hub, request, response, SubscriptionRequest.of(List.of("a")));
            }

            @Override
            protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
                byte[] body = request.getInputStream().readAllBytes();
                response.getOutputStream().write(body);
            }
        });
        events.setAsyncSupported(true);
        events.addMapping("/events");
        context.addListener(new ServletContextListener() {
            @Override
            public void contextDestroyed(ServletContextEvent event) {
                hub.close();
                hubClosed.countDown();
                try {
                    mayGo.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }

    @BeforeAll
    static void logLikeTheProgram() {
        Logging.configure();
    }

    @BeforeEach
    void start() throws Exception {
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        mayGo.countDown();
        server.stop();
    }

    private Socket send(String path, String accept) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        send(socket, path, accept);
        return socket;
    }

    private static void send(Socket socket, String path, String accept) throws IOException {
        String request =
                "GET " + path + " HTTP/1.1\r\nHost: a\r\nOrigin: http://page\r\nAccept: " + accept + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    private static String read(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("the end of %s", text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    private CompletableFuture<Void> stopInBackground() {
        return CompletableFuture.runAsync(() -> {
            try {
                server.stop();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    void openStreams_endWithTheLastChunk() throws Exception {
        try (Socket stream = send("/events", "text/event-stream")) {
            readUntil(stream, "retry:");
            mayGo.countDown();
            server.stop();

            assertThat(read(stream)).endsWith("\n\n\r\n0\r\n\r\n");
        }
    }

    @Test
    void publisher_inTheMiddleOfItsBody_getsItsAnswer() throws Exception {
        try (Socket publisher = new Socket("127.0.0.1", server.port())) {
            String head = "POST /events HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
            publisher.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            readUntil(publisher, "100 Continue\r\n\r\n");
            int port = server.port();
            CompletableFuture<Void> stopped = stopInBackground();
            await().until(() -> isRefused(port));

            publisher.getOutputStream().write(new byte[] {'o', 'k'});

            assertThat(read(publisher)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nok");
            mayGo.countDown();
            assertThat(stopped).succeedsWithin(Duration.ofSeconds(10));
        }
    }

    private static boolean isRefused(int port) throws IOException {
        try (Socket accepted = new Socket("127.0.0.1", port)) {
            return !accepted.isConnected();
        } catch (ConnectException refused) {
            return true;
        }
    }

    @Test
    void requestsWhileStopping_areToldToComeBackInAWayThatClientsSurvive() throws Exception {
        try (Socket page = send("/none", "*/*");
                Socket publisher = send("/none", "*/*")) {
            readUntil(page, "\r\n\r\n");
            readUntil(publisher, "\r\n\r\n");
            int port = server.port();
            CompletableFuture<Void> stopped = stopInBackground();
            hubClosed.await();

            send(page, "/events", "text/event-stream");
            String comeBack = read(page);
            assertThat(comeBack.substring(comeBack.indexOf("HTTP/1.1 200")))
                    .contains("Content-Type: text/event-stream\r\n")
                    .contains("Access-Control-Allow-Origin: http://page\r\n")
                    .contains("Connection: close\r\n")
                    .containsPattern("\r\n\r\nretry: \\d{4}\n\n$");
            send(publisher, "/events", "*/*");
            assertThat(read(publisher)).contains("HTTP/1.1 503 ").containsPattern("Retry-After: \\d+\r\n");
            assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(ConnectException.class);

            mayGo.countDown();
            await().until(stopped::isDone);
            assertThat(stopped).isCompleted();
        }
    }
}
