package dev.breakwater.sse.jetty.clients;

import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.sse.SseEventSource;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Jersey's implementation of the client in Jakarta REST. */
class JerseySseEventSourceIT extends ClientContract {
    @Override
    Subscriber subscribe(URI server, String topic) {
        Client client = ClientBuilder.newClient();
        List<String> data = new CopyOnWriteArrayList<>();
        SseEventSource source = SseEventSource.target(client.target(server.resolve("events?topic=" + topic)))
                .reconnectingEvery(500, TimeUnit.MILLISECONDS)
                .build();
        source.register(event -> {
            // Unlike browsers it passes on blocks without data, such as heartbeats.
            if (event.getName() == null && !event.isEmpty()) {
                data.add(event.readData());
            }
        });
        source.open();
        return new Subscriber() {
            @Override
            public List<String> data() {
                return data;
            }

            @Override
            public void close() {
                source.close(0, TimeUnit.SECONDS); // it would wait for 5 s for the stream that it reads
                client.close();
            }
        };
    }
}
