package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.EventStreamParser.Message;
import dev.breakwater.sse.event.SseEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a publisher to its subscribers. */
class PublishTest {
    private final TestHub hub = new TestHub();

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void event_reachesEachSubscriberOfItsTopics_once() {
        FakeTransport a = hub.subscribe("a");
        FakeTransport b = hub.subscribe("b");
        FakeTransport both = hub.subscribe("a", "b");
        FakeTransport pattern = hub.subscribe("**");
        FakeTransport other = hub.subscribe("c", "c/*");
        String id = hub.publish(new SseEvent(List.of("a", "b"), "data", "name", "key"));
        hub.settle();
        for (FakeTransport client : List.of(a, b, both, pattern)) {
            assertThat(client.stream().published()).containsExactly(new Message("name", "data", id));
        }
        assertThat(other.stream().published()).isEmpty();
    }

    @Test
    void ids_growFromEventToEvent_withinOneEpoch() {
        EventId first = EventId.parse(hub.publish("a", "1"));
        EventId second = EventId.parse(hub.publish("b", "2"));
        assertThat(first).isNotNull();
        assertThat(second).isNotNull();
        assertThat(second.epoch()).isEqualTo(first.epoch());
        assertThat(second.position()).isGreaterThan(first.position());
    }

    @Test
    void hubs_haveEpochsOfTheirOwn() {
        try (SseHub one = SseHub.create(HubConfig.defaults());
                SseHub other = SseHub.create(HubConfig.defaults())) {
            assertThat(TestHub.now(one.publish(SseEvent.of("a", "1"))).epoch())
                    .isNotEqualTo(
                            TestHub.now(other.publish(SseEvent.of("a", "1"))).epoch());
        }
    }

    @Test
    void stream_isCountedFromItsSubscriptionToItsEnd() {
        FakeTransport client = hub.subscribe("a");
        assertThat(hub.hub.streams()).isEqualTo(1);
        hub.publish("a", 1, 3);
        hub.settle();
        assertThat(hub.hub.counters().opened()).isEqualTo(1);
        assertThat(hub.hub.counters().events()).isEqualTo(3);
        assertThat(hub.hub.counters().writes()).isEqualTo(client.writes().size());
        assertThat(hub.hub.counters().bytes())
                .isEqualTo(client.writes().stream().mapToLong(i -> i).sum());
        client.giveBack(CloseReason.CLIENT_GONE);
        hub.settle();
        assertThat(hub.hub.streams()).isZero();
    }

    @Test
    void lags_areWhatEachStreamHasYetToGet() {
        hub.publish("a", 1, 5);
        FakeTransport stalled = FakeTransport.thatStartsBlocked();
        hub.subscribe(stalled, TestHub.to("a").from(StartPosition.last(3)));
        hub.subscribe("a");
        hub.settle();
        assertThat(TestHub.now(hub.hub.lags())).containsExactlyInAnyOrder(3, 0);
    }

    // Writes

    @Test
    void eventsThatWaited_goOutInOneWrite() {
        FakeTransport client = FakeTransport.thatStartsBlocked();
        hub.subscribe(client, TestHub.to("a"));
        hub.publish("a", 1, 50);
        hub.settle();
        assertThat(client.writes()).isEmpty();
        client.unblock();
        hub.settle();
        assertThat(client.data()).hasSize(50);
        assertThat(client.writes()).as("the preamble and all events").hasSize(2);
    }

    @Test
    void writes_areNotLargerThanTheirBound_butForOneLargeEvent() {
        try (TestHub small = new TestHub(config -> config.maxWriteBytes(512))) {
            FakeTransport client = FakeTransport.thatStartsBlocked();
            small.subscribe(client, TestHub.to("a"));
            small.publish("a", 1, 50);
            small.publish("a", "x".repeat(10_000));
            small.publish("a", 51, 60);
            small.settle();
            client.unblock();
            await().untilAsserted(() -> assertThat(client.data()).hasSize(61).endsWith("60"));
            assertThat(client.writes().stream().filter(bytes -> bytes > 512)).hasSize(1);
        }
    }

    /** The shard's buffer serves all clients: what one of them is still reading must not change under it. */
    @Test
    void bytesThatAClientIsStillReading_areNotOverwrittenForOthers() {
        List<FakeTransport> slow = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            slow.add(hub.subscribe("a"));
        }
        FakeTransport fast = hub.subscribe("b");
        hub.settle();
        slow.forEach(FakeTransport::block);
        hub.publishAll(SseEvent.of("a", "a1"), SseEvent.of("a", "a2"));
        hub.settle();
        for (int i = 0; i < 10; i++) {
            hub.publishAll(SseEvent.of("b", "bbbbbb"), SseEvent.of("b", "BBBBBB"));
            hub.settle();
        }
        slow.forEach(FakeTransport::unblock);
        hub.settle();
        assertThat(fast.data()).hasSize(20);
        assertThat(slow).allSatisfy(client -> assertThat(client.data()).containsExactly("a1", "a2"));
    }

    @Test
    void clientsAtTheSamePlace_getTheSame_whateverElseTheirShardGathers() {
        FakeTransport first = hub.subscribe("a");
        FakeTransport merged = hub.subscribe("a", "b");
        FakeTransport second = hub.subscribe("a");
        FakeTransport other = hub.subscribe("b");
        for (int i = 0; i < 20; i++) {
            hub.publishAll(SseEvent.of("a", "a" + i), SseEvent.of("b", "b" + i), SseEvent.of("a", "A" + i));
            hub.settle();
        }
        assertThat(first.data()).hasSize(40).startsWith("a0", "A0", "a1").isEqualTo(second.data());
        assertThat(merged.data()).hasSize(60).startsWith("a0", "b0", "A0", "a1");
        assertThat(other.data()).hasSize(20).startsWith("b0", "b1");
    }

    @Test
    void clientThatDoesNotRead_delaysNobody() {
        FakeTransport stalled = FakeTransport.thatStartsBlocked();
        hub.subscribe(stalled, TestHub.to("a"));
        FakeTransport reads = hub.subscribe("a");
        hub.publish("a", 1, 100);
        hub.settle();
        assertThat(reads.data()).hasSize(100);
        assertThat(stalled.writes()).isEmpty();
    }

    @Test
    void writableThatIsNotSo_writesNothing() {
        FakeTransport client = hub.subscribe("a");
        hub.settle();
        client.block();
        hub.publish("a", "1");
        hub.settle();
        int writes = client.writes().size();
        client.signalWritable();
        hub.publish("a", "2");
        hub.settle();
        assertThat(client.writes()).hasSize(writes);
        client.unblock();
        hub.settle();
        assertThat(client.data()).containsExactly("1", "2");
    }

    // Bounds

    @Test
    void eventThatIsTooLarge_isRefusedAndNotPublished() {
        try (TestHub small = new TestHub(config -> config.maxEventBytes(100))) {
            FakeTransport client = small.subscribe("a");
            assertThat(small.publish("a", "x".repeat(93))).isNotEmpty();
            assertThatExceptionOfType(EventTooLargeException.class)
                    .isThrownBy(() -> small.hub.publish(SseEvent.of("a", "x".repeat(94))))
                    .withMessage("event must have at most 100 bytes as encoded: 101");
            small.settle();
            assertThat(client.data()).hasSize(1);
        }
    }

    @Test
    void eventsOfWhichOneIsTooLarge_areNotPublishedAtAll() {
        try (TestHub small = new TestHub(config -> config.maxEventBytes(100))) {
            FakeTransport client = small.subscribe("a");
            assertThatExceptionOfType(EventTooLargeException.class)
                    .isThrownBy(() -> small.hub.publishAll(
                            List.of(SseEvent.of("a", "1"), SseEvent.of("a", "x".repeat(94)), SseEvent.of("a", "3"))));
            small.settle();
            assertThat(client.data()).isEmpty();
            assertThat(small.hub.log().appended()).isZero();
        }
    }

    @Test
    void publishingNothing_isNothing() {
        assertThat(TestHub.now(hub.hub.publishAll(List.of()))).isEmpty();
        assertThat(hub.hub.log().appended()).isZero();
    }

    @Test
    void publishing_toAHubThatIsClosed_isRefused() {
        hub.close();
        assertThatIllegalStateException()
                .isThrownBy(() -> hub.hub.publish(SseEvent.of("a", "x")))
                .withMessage("the hub is closed");
        assertThatIllegalStateException()
                .isThrownBy(() -> hub.hub.publishAll(List.of(SseEvent.of("a", "x"))))
                .withMessage("the hub is closed");
    }

    // Together

    /** Eight publishers at once: every batch arrives in one piece and in its order, whoever reads it. */
    @Test
    void eventsPublishedAtOnce_haveNothingInBetween() throws Exception {
        int publishers = 8;
        int batches = 200;
        FakeTransport one = hub.subscribe("a");
        FakeTransport merged = hub.subscribe("a", "b", "c");
        ExecutorService pool = Executors.newFixedThreadPool(publishers);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<?>> running = new ArrayList<>();
            for (int publisher = 0; publisher < publishers; publisher++) {
                String name = "p" + publisher;
                running.add(pool.submit(() -> {
                    start.await();
                    for (int batch = 0; batch < batches; batch++) {
                        String prefix = name + " " + batch + " ";
                        List<EventId> ids = hub.publishAll(
                                SseEvent.of("a", prefix + 0),
                                new SseEvent(List.of("b", "a"), prefix + 1, null, null),
                                new SseEvent(List.of("a", "c"), prefix + 2, null, null));
                        assertThat(ids.get(2).position() - ids.get(0).position())
                                .isEqualTo(2);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> publisher : running) {
                publisher.get();
            }
        } finally {
            pool.shutdownNow();
        }
        for (FakeTransport client : List.of(one, merged)) {
            await().untilAsserted(() -> assertThat(client.data()).hasSize(publishers * batches * 3));
            List<String> data = client.data();
            Map<String, Integer> next = new HashMap<>();
            for (int i = 0; i < data.size(); i += 3) {
                String[] words = data.get(i).split(" ");
                assertThat(Integer.parseInt(words[1])).isEqualTo(next.merge(words[0], 1, Integer::sum) - 1);
                assertThat(data.subList(i, i + 3))
                        .containsExactly(
                                words[0] + " " + words[1] + " 0",
                                words[0] + " " + words[1] + " 1",
                                words[0] + " " + words[1] + " 2");
            }
        }
    }
}
