package dev.breakwater.sse.jetty.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.jetty.process.Breakwater;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every client must show: each event once and in order, whatever happens to its connection. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ClientContract {
    /** Clients wait as long as they are told before they come back, or for seconds if they have rules of their own. */
    private static final Duration SOON = Duration.ofSeconds(40);

    private Breakwater server;
    private Relay network;

    /** Subscribes to a topic of a server. */
    abstract Subscriber subscribe(URI server, String topic) throws Exception;

    /** Looks for what the client needs, before a server is started for it. */
    void prepare() throws Exception {}

    @BeforeAll
    void start() throws Exception {
        prepare();
        server = Breakwater.start(Map.of("BREAKWATER_RETRY_FLOOR", "500ms"), "--port", "0");
        network = new Relay(server.url());
    }

    @AfterAll
    void stop() throws Exception {
        if (network != null) {
            network.close();
            server.close();
        }
    }

    private Subscriber subscribed(String topic) throws Exception {
        Subscriber subscriber = subscribe(network.url(), topic);
        // It cannot tell when its stream is open: what it gets can.
        await().atMost(SOON).until(() -> {
            publish(topic, "ping");
            return !subscriber.data().isEmpty();
        });
        return subscriber;
    }

    private void publish(String topic, String data) throws Exception {
        assertThat(server.publish(topic, data).statusCode()).isEqualTo(201);
    }

    private void publishNumbers(String topic, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            publish(topic, Integer.toString(i));
        }
    }

    private static void awaitNumbers(Subscriber subscriber, int count) {
        List<String> wanted =
                IntStream.range(0, count).mapToObj(Integer::toString).toList();
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(withoutPings(subscriber)).isEqualTo(wanted));
    }

    private static List<String> withoutPings(Subscriber subscriber) throws Exception {
        return subscriber.data().stream().filter(data -> !data.equals("ping")).toList();
    }

    @Test
    void client_receivesInOrder() throws Exception {
        try (Subscriber subscriber = subscribed("order")) {
            publishNumbers("order", 0, 50);

            awaitNumbers(subscriber, 50);
        }
    }

    @Test
    void client_dropped_getsWhatItMissedOnce() throws Exception {
        try (Subscriber subscriber = subscribed("dropped")) {
            for (int round = 0; round < 3; round++) {
                publishNumbers("dropped", 20 * round, 20 * round + 10);
                awaitNumbers(subscriber, 20 * round + 10);
                int before = network.accepted();

                network.drop();
                publishNumbers("dropped", 20 * round + 10, 20 * round + 20);

                awaitNumbers(subscriber, 20 * round + 20);
                assertThat(network.accepted()).isGreaterThan(before);
            }
        }
    }

    @Test
    void client_droppedInTheMiddleOfAnEvent_getsThatEventOnce() throws Exception {
        try (Subscriber subscriber = subscribed("middle")) {
            String large = "x".repeat(10_000);
            publishNumbers("middle", 0, 1);
            awaitNumbers(subscriber, 1);

            network.dropAfter(5_000);
            publish("middle", large);
            await().atMost(SOON).until(network::hasDropped);
            publish("middle", "after");

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(withoutPings(subscriber)).isEqualTo(List.of("0", large, "after")));
        }
    }

    @Test
    void client_ofText_thatIsNotAscii_getsItUnchanged() throws Exception {
        String text = "Grüße – 你好 🌊\nsecond line\n\n: no comment\ndata: no field";
        try (Subscriber subscriber = subscribed("text")) {
            publish("text", text);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(withoutPings(subscriber)).isEqualTo(List.of(text)));
        }
    }
}
