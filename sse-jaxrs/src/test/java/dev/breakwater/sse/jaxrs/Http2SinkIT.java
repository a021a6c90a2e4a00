package dev.breakwater.sse.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sinks and broadcasters over HTTP/2, many streams on one connection. */
@Timeout(120)
final class Http2SinkIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int STREAMS = 20;

    private final BroadcastResource resource = new BroadcastResource();
    private final SseHub hub =
            SseHub.create(HubConfig.builder().heartbeat(Duration.ofMillis(300)).build());
    private final Server server = new Server();
    private final List<InputStream> bodies = new ArrayList<>();
    private URI uri;

    @BeforeEach
    void start() throws Exception {
        HttpConfiguration configuration = new HttpConfiguration();
        ServerConnector connector = new ServerConnector(
                server,
                1,
                1,
                new HttpConnectionFactory(configuration),
                new HTTP2CServerConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder jersey = new ServletHolder(
                new ServletContainer(new ResourceConfig().register(resource).property(BreakwaterFeature.HUB, hub)));
        jersey.setAsyncSupported(true);
        context.addServlet(jersey, "/*");
        server.setHandler(context);
        server.start();
        uri = URI.create("http://127.0.0.1:" + connector.getLocalPort() + "/live");
    }

    @AfterEach
    void stop() throws Exception {
        hub.close();
        server.stop();
    }

    @Test
    void streams_onOneConnection_getAllAndAreReleasedWhenTheyAreReset() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        for (int i = 0; i < STREAMS; i++) {
            HttpResponse<InputStream> answer =
                    client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(200);
            bodies.add(answer.body());
        }
        await().atMost(SOON).until(() -> hub.streams() == STREAMS);

        String[] expected = IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new);
        for (String data : expected) {
            resource.broadcaster().broadcast(resource.text(data));
        }

        for (InputStream body : bodies) {
            BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            List<String> received = new ArrayList<>();
            while (received.size() < expected.length) {
                String line = lines.readLine();
                if (line.startsWith("data: ")) {
                    received.add(line.substring("data: ".length()));
                }
            }
            assertThat(received).containsExactly(expected);
        }
        for (InputStream body : bodies) {
            body.close();
        }
        await().atMost(SOON).until(() -> hub.streams() == 0);
    }
}
