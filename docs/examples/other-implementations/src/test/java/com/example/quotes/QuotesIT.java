package com.example.quotes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.delivery.CloseReason;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hub and broadcasters over the sinks of an implementation other than Jersey, in a real server. */
@Timeout(120)
final class QuotesIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String LARGE = "x".repeat(32 << 10);
    private static final String PING = "ping";

    private final List<Client> clients = new ArrayList<>();
    private QuoteServer server;

    @BeforeEach
    void start() throws Exception {
        server = new QuoteServer(
                0,
                HubConfig.builder()
                        .heartbeat(Duration.ofMillis(500))
                        .writeTimeout(Duration.ofSeconds(2))
                        .build());
    }

    @AfterEach
    void stop() throws Exception {
        for (Client client : clients) {
            client.close();
        }
        server.close();
    }

    /** Not by the open streams: one whose client has left may end just then. */
    private Client open(String path, String... headers) throws Exception {
        long before = server.hub().counters().opened();
        Client client = Client.open(server.port(), path, headers);
        clients.add(client);
        await().atMost(SOON).until(() -> server.hub().counters().opened() > before);
        return client;
    }

    /** Its stream is open a moment before its sink is registered, and what is broadcast reaches it. */
    private Client openLive() throws Exception {
        Client client = open("/quotes/live");
        await().atMost(SOON).until(() -> {
            server.quotes().broadcaster().broadcast(new Text(PING));
            return !client.data().isEmpty();
        });
        return client;
    }

    private static List<String> withoutPings(Client client) {
        return client.data().stream().filter(data -> !data.equals(PING)).toList();
    }

    private void openStalled(String path) throws Exception {
        long before = server.hub().counters().opened();
        clients.add(Client.openStalled(server.port(), path));
        await().atMost(SOON).until(() -> server.hub().counters().opened() > before);
    }

    private void publish(String quote) {
        server.hub()
                .publish(dev.breakwater.sse.event.SseEvent.of("quotes", quote))
                .toCompletableFuture()
                .join();
    }

    private static void awaitData(Client client, String... data) {
        await().atMost(SOON).untilAsserted(() -> assertThat(withoutPings(client)).containsExactly(data));
    }

    private static String[] numbers(int count) {
        return IntStream.range(0, count).mapToObj(Integer::toString).toArray(String[]::new);
    }

    @Test
    void jersey_isNotThere() {
        assertThatThrownBy(() -> Class.forName("org.glassfish.jersey.server.ContainerRequest"))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void client_thatComesBack_getsWhatItMissed() throws Exception {
        Client first = open("/quotes");
        publish("one");
        publish("two");
        awaitData(first, "one", "two");
        String id = first.lastEventId();
        first.close();
        publish("three");

        Client back = open("/quotes", "Last-Event-ID: " + id);
        publish("four");

        awaitData(back, "three", "four");
    }

    @Test
    void clients_ofABroadcaster_getAllInOrder() throws Exception {
        List<Client> all = List.of(openLive(), openLive(), openLive());

        for (String number : numbers(1_000)) {
            server.quotes().broadcaster().broadcast(new Text(number));
        }

        for (Client client : all) {
            awaitData(client, numbers(1_000));
        }
    }

    @Test
    void stalledClients_holdUpNeitherWhoBroadcastsNorTheOthers_andAreEnded() throws Exception {
        Queue<SseEventSink> closed = new ConcurrentLinkedQueue<>();
        server.quotes().broadcaster().onClose(closed::add);
        for (int i = 0; i < 3; i++) {
            openStalled("/quotes/live");
        }
        Client healthy = openLive();

        long longest = 0;
        for (int i = 0; i < 400; i++) {
            long before = System.nanoTime();
            server.quotes().broadcaster().broadcast(new Text(i + LARGE));
            longest = Math.max(longest, System.nanoTime() - before);
            int count = i + 1;
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> withoutPings(healthy).size() == count);
        }

        assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(1));
        await().atMost(SOON).until(() -> server.hub().counters().closed(CloseReason.TOO_SLOW) == 3);
        await().atMost(SOON).until(() -> closed.size() == 3);
        assertThat(server.hub().streams()).isOne();
        assertThat(withoutPings(healthy)).hasSize(400);
    }

    @Test
    void client_thatLeaves_isNoticed() throws Exception {
        Client leaving = open("/quotes/live");

        leaving.close();

        await().atMost(SOON).until(() -> server.hub().streams() == 0);
    }

    @Test
    void hub_drained_endsTheStreams() throws Exception {
        Client client = open("/quotes");

        assertThat(server.hub().drain(Duration.ZERO).await(SOON)).isTrue();

        await().atMost(SOON).until(client::isOver);
    }

    /** An event that is nothing but text. */
    private record Text(String data) implements OutboundSseEvent {
        @Override
        public Class<?> getType() {
            return String.class;
        }

        @Override
        public Type getGenericType() {
            return String.class;
        }

        @Override
        public jakarta.ws.rs.core.MediaType getMediaType() {
            return jakarta.ws.rs.core.MediaType.TEXT_PLAIN_TYPE;
        }

        @Override
        public Object getData() {
            return data;
        }

        @Override
        public String getId() {
            return null;
        }

        @Override
        public String getName() {
            return null;
        }

        @Override
        public String getComment() {
            return null;
        }

        @Override
        public long getReconnectDelay() {
            return RECONNECT_NOT_SET;
        }

        @Override
        public boolean isReconnectDelaySet() {
            return false;
        }
    }
}
