package com.example.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Beans of CDI's, and a resource that it makes, stream over Breakwater's sinks. */
@Timeout(60)
final class PricesIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void resource_andBeansOfCdi_stream() throws Exception {
        try (PriceServer server = new PriceServer(0)) {
            put(server, "tea", "4");
            Queue<String> first = listen(server, "tea");
            Queue<String> second = listen(server, "tea");
            await().atMost(SOON).untilAsserted(() -> assertThat(second).contains("data: 4"));
            await().atMost(SOON).untilAsserted(() -> assertThat(first).contains("data: 4"));

            put(server, "tea", "5");

            for (Queue<String> lines : List.of(first, second)) {
                await().atMost(SOON).untilAsserted(() -> assertThat(lines).contains("event: tea", "data: 5"));
            }
        }
    }

    private void put(PriceServer server, String item, String price) throws Exception {
        HttpResponse<String> answer = http.send(
                request(server, item)
                        .header("Content-Type", "text/plain")
                        .PUT(HttpRequest.BodyPublishers.ofString(price))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(204);
    }

    private Queue<String> listen(PriceServer server, String item) throws Exception {
        HttpResponse<Stream<String>> answer =
                http.send(request(server, item).build(), HttpResponse.BodyHandlers.ofLines());
        assertThat(answer.headers().firstValue("X-Accel-Buffering"))
                .as("a header of Breakwater's streams")
                .hasValue("no");
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        Thread reader = new Thread(() -> answer.body().forEach(lines::add), "reader");
        reader.setDaemon(true);
        reader.start();
        return lines;
    }

    private static HttpRequest.Builder request(PriceServer server, String item) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/prices/" + item));
    }
}
