package dev.breakwater.sse.webapp.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.delivery.Transport;
import dev.breakwater.sse.event.SseEvent;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBucket;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LagTest {
    private final SseHub hub = SseHub.create(HubConfig.defaults());
    private final AtomicLong now = new AtomicLong();
    private final LagReadings readings = new LagReadings(hub, now::get);

    @AfterEach
    void close() {
        hub.close();
    }

    private void subscribeStalled(String topic) throws Exception {
        hub.subscribe(SubscriptionRequest.of(List.of(topic)), Stalled::new);
    }

    private void publish(String topic, int times) {
        for (int i = 0; i < times; i++) {
            hub.publish(SseEvent.of(topic, "x"));
        }
    }

    @Test
    void lags_ofTheOpenStreams_areSorted() throws Exception {
        subscribeStalled("slow");
        subscribeStalled("fine");
        publish("slow", 20);

        assertThat(readings.sorted()).containsExactly(0, 20);
    }

    @Test
    void reading_youngerThanASecond_serves() throws Exception {
        subscribeStalled("slow");
        assertThat(readings.sorted()).containsExactly(0);
        publish("slow", 5);

        now.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(readings.sorted()).containsExactly(0);
        now.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(readings.sorted()).containsExactly(5);
    }

    @Test
    void histogram_countsStreamsByTheirLag() throws Exception {
        subscribeStalled("fine");
        subscribeStalled("one");
        subscribeStalled("many");
        publish("one", 1);
        publish("many", 11);

        HistogramDataPointSnapshot snapshot =
                new LagHistogram(readings).collect().getDataPoints().get(0);

        assertThat(snapshot.getClassicBuckets().stream().map(ClassicHistogramBucket::getCount))
                .containsExactly(1L, 1L, 0L, 1L, 0L, 0L, 0L, 0L);
        assertThat(snapshot.getSum()).isEqualTo(12);
    }

    @Test
    void hub_closed_hasNoStreamsThatLag() throws Exception {
        subscribeStalled("slow");
        publish("slow", 3);
        assertThat(readings.sorted()).containsExactly(3);
        hub.close();
        now.addAndGet(Duration.ofSeconds(5).toNanos());

        assertThat(readings.sorted()).isEmpty();
    }

    /** A client that never reads. */
    private static final class Stalled implements Transport {
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
        public boolean write(byte[] bytes, int offset, int length) {
            throw new AssertionError("written to though it is not ready");
        }

        @Override
        public void end() {
            signals.ended(CloseReason.SERVER);
        }
    }
}
