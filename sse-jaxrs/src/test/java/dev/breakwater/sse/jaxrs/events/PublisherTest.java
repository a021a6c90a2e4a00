package dev.breakwater.sse.jaxrs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.delivery.Transport;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.jaxrs.problem.ProblemException;
import dev.breakwater.sse.log.LogBounds;
import dev.breakwater.sse.store.Publication;
import dev.breakwater.sse.store.Receipt;
import dev.breakwater.sse.store.ReplayStore;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PublisherTest {
    private static final PublishQuery PACED = PublishQuery.parse("topic=a&pace=true");

    private static RequestBody body(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new RequestBody(null, bytes.length, new ByteArrayInputStream(bytes));
    }

    @Test
    void publisher_thatAsksToBePaced_isRefusedWhileASubscriberIsAboutToLoseEvents() throws Exception {
        // Time stands still, so that the subscriber counts as one that reads.
        AtomicLong now = new AtomicLong();
        try (SseHub hub = SseHub.create(
                HubConfig.builder().retentionEvents(10).nanoTime(now::get).build())) {
            hub.subscribe(SubscriptionRequest.of(List.of("a")), NeverReady::new);
            Publisher publisher = new Publisher(hub);
            publisher.requireRoom(PACED);

            for (int i = 0; i < 8; i++) {
                hub.publish(SseEvent.of("a", "x"));
            }

            assertThatThrownBy(() -> publisher.requireRoom(PACED)).satisfies(refusal -> {
                Response answer = ((ProblemException) refusal).getResponse();
                assertThat(answer.getStatus()).isEqualTo(429);
                assertThat(answer.getHeaderString("Retry-After")).isEqualTo("1");
            });
            publisher.requireRoom(PublishQuery.parse("topic=a"));
        }
    }

    @Test
    void event_thatCannotBeStored_isAProblem() throws Exception {
        try (SseHub hub = SseHub.create(HubConfig.defaults(), new BrokenStore())) {
            Response answer = new Publisher(hub)
                    .publish(PublishQuery.parse("topic=a"), body("x"), null)
                    .toCompletableFuture()
                    .get();

            assertThat(answer.getStatus()).isEqualTo(503);
            assertThat(answer.getHeaderString("Retry-After")).isEqualTo("1");
            assertThat(new String((byte[]) answer.getEntity(), StandardCharsets.UTF_8))
                    .contains("could not be stored")
                    .doesNotContain("disk");
        }
    }

    @Test
    void hub_closed_isAProblem() {
        SseHub hub = SseHub.create(HubConfig.defaults());
        hub.close();

        assertThatThrownBy(() -> new Publisher(hub).publish(PublishQuery.parse("topic=a"), body("x"), null))
                .satisfies(refusal -> assertThat(((WebApplicationException) refusal)
                                .getResponse()
                                .getStatus())
                        .isEqualTo(503));
    }

    private static final class NeverReady implements Transport {
        private Signals signals;

        @Override
        public void start(Signals newSignals) {
            signals = newSignals;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public boolean write(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("written to though it is not ready");
        }

        @Override
        public void end() {
            signals.ended(CloseReason.SERVER);
        }
    }

    private static final class BrokenStore implements ReplayStore {
        @Override
        public String epoch() {
            return "broken";
        }

        @Override
        public long open(LogBounds memory) {
            return 0;
        }

        @Override
        public void feed(Tail tail) {}

        @Override
        public CompletionStage<Receipt> append(Publication publication) {
            return CompletableFuture.failedStage(new IOException("disk full"));
        }

        @Override
        public void close() {}
    }
}
