package dev.breakwater.sse.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.SseEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every servlet container must show, over real sockets. */
@Timeout(120)
abstract class EventStreamContract {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration WRITE_TIMEOUT = Duration.ofMillis(Container.WRITE_TIMEOUT_MILLIS);

    private Container container;
    private SseHub hub;
    private StreamClients clients;

    abstract Container newContainer();

    @BeforeAll
    static void lookOften() {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    private void start(HubConfig.Builder config) throws Exception {
        start(config, WRITE_TIMEOUT);
    }

    private void start(HubConfig.Builder config, Duration writeTimeoutOfTheContainer) throws Exception {
        // Here hundreds of clients come at once and do not come back.
        hub = SseHub.create(config.admission(false).build());
        container = newContainer();
        container.setWriteTimeout((int) writeTimeoutOfTheContainer.toMillis());
        clients = new StreamClients(container.start(new EventsServlet(hub)));
    }

    private void start() throws Exception {
        start(HubConfig.builder());
    }

    @AfterEach
    void stop() throws Exception {
        clients.close();
        hub.close();
        container.close();
    }

    private String publish(String topic, String data) {
        return hub.publish(SseEvent.of(topic, data))
                .toCompletableFuture()
                .join()
                .toString();
    }

    private StreamClient opened(String pathAndQuery) throws Exception {
        return started(clients.open(pathAndQuery));
    }

    private static StreamClient started(StreamClient client) {
        await().atMost(SOON).until(client::hasStarted);
        return client;
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static String kilobytes(int count, int number) {
        return number + ":" + "x".repeat(count << 10);
    }

    @Test
    void stream_opened_carriesTheHeadersThatProxiesNeedAndARetryAtOnce() throws Exception {
        start();

        StreamClient client = opened("/?topic=a");

        assertThat(client.head())
                .startsWith("HTTP/1.1 200")
                .containsIgnoringCase("content-type: text/event-stream\r\n")
                .containsIgnoringCase("cache-control: no-store, no-transform\r\n")
                .containsIgnoringCase("x-accel-buffering: no\r\n");
        assertThat(client.retryMillis()).isBetween(1_000L, 300_000L);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(EventId.parse(client.lastEventId())).isNotNull());
    }

    @Test
    void event_published_isDeliveredWithItsIdAndName() throws Exception {
        start();
        StreamClient client = opened("/?topic=a");

        EventId id = hub.publish(SseEvent.of("a", "one\ntwo").withName("greeting"))
                .toCompletableFuture()
                .join();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(client.events())
                        .containsExactly(new StreamClient.Event("greeting", "one\ntwo", id.toString())));
    }

    @Test
    void client_cutInTheMiddleOfAnEvent_replaysFromItsLastEventId() throws Exception {
        start();
        StreamClient client = started(clients.openSmall("/?topic=a"));
        publish("a", "0");
        await().atMost(SOON).until(() -> client.count() == 1);
        client.stall();
        publish("a", kilobytes(900, 1));
        publish("a", "2");
        client.goOn();
        client.cut();
        client.awaitQuiet();

        StreamClient back = clients.resume("/?topic=a", client.lastEventId());

        await().atMost(SOON).until(() -> client.count() + back.count() >= 3);
        List<String> all = new ArrayList<>(client.data());
        all.addAll(back.data());
        assertThat(all).containsExactly("0", kilobytes(900, 1), "2");
        assertThat(back.gaps()).isEmpty();
    }

    @Test
    void client_cutBeforeItsFirstEvent_missesNothing() throws Exception {
        start();
        StreamClient client = opened("/?topic=a");
        await().atMost(SOON).until(() -> !client.lastEventId().isEmpty());
        client.cut();
        publish("a", "while away");

        StreamClient back = clients.resume("/?topic=a", client.lastEventId());

        await().atMost(SOON).untilAsserted(() -> assertThat(back.data()).containsExactly("while away"));
    }

    @Test
    void severalTopics_published_comeInTheOrderOfTheLog() throws Exception {
        start();
        StreamClient client = opened("/?topic=a&topic=b&topic=c/*");
        StreamClient all = opened("/?topic=**");
        String[] topics = {"a", "b", "c/1", "c/2", "other/topic"};
        List<String> wanted = new ArrayList<>();

        for (int i = 0; i < 500; i++) {
            String topic = topics[(i * 7 + i / 3) % topics.length];
            publish(topic, Integer.toString(i));
            if (!topic.startsWith("other")) {
                wanted.add(Integer.toString(i));
            }
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(client.data()).isEqualTo(wanted));
        await().atMost(SOON).untilAsserted(() -> assertThat(all.data()).isEqualTo(numbers(0, 500)));
    }

    @Test
    void patterns_ofNewAndOldTopics_selectWhatMatches() throws Exception {
        start();
        publish("prices/acme", "old");
        StreamClient one = opened("/?topic=prices/*&from=earliest");
        StreamClient rest = opened("/?topic=prices/**&from=earliest");

        publish("prices/new", "new");
        publish("prices/new/deep", "deep");
        publish("prices", "none");

        await().atMost(SOON).untilAsserted(() -> assertThat(one.data()).containsExactly("old", "new"));
        await().atMost(SOON).untilAsserted(() -> assertThat(rest.data()).containsExactly("old", "new", "deep"));
    }

    @Test
    void startPositions_earliestAndLast_replayWhatTheySay() throws Exception {
        start();
        numbers(0, 100).forEach(number -> publish("a", number));

        StreamClient earliest = opened("/?topic=a&from=earliest");
        StreamClient last = opened("/?topic=a&last=3");
        StreamClient latest = opened("/?topic=a");
        publish("a", "100");

        await().atMost(SOON).untilAsserted(() -> assertThat(earliest.data()).isEqualTo(numbers(0, 101)));
        await().atMost(SOON).untilAsserted(() -> assertThat(last.data()).isEqualTo(numbers(97, 101)));
        await().atMost(SOON).untilAsserted(() -> assertThat(latest.data()).isEqualTo(numbers(100, 101)));
    }

    @Test
    void lastEventId_thatCannotBeResumed_isToldAsAGapAndGetsWhatThereIs() throws Exception {
        start(HubConfig.builder().retentionEvents(10));
        String first = publish("a", "0");
        numbers(1, 30).forEach(number -> publish("a", number));

        Map<String, String> reasons = Map.of(
                first, "expired", "rubbish \u00fc", "invalid", "otherlife-7", "epoch", "-1", "invalid", "0", "invalid");
        for (Map.Entry<String, String> reason : reasons.entrySet()) {
            StreamClient client = clients.resume("/?topic=a", reason.getKey());
            await().atMost(SOON).untilAsserted(() -> assertThat(client.data()).isEqualTo(numbers(20, 30)));
            assertThat(client.gaps()).hasSize(1);
            assertThat(client.gaps().get(0).data()).contains("\"reason\":\"" + reason.getValue() + '"');
        }
    }

    @Test
    void quietTopic_whileOthersFloodTheLog_hasNoGap() throws Exception {
        start(HubConfig.builder().retentionEvents(10));
        String first = publish("quiet", "0");
        numbers(0, 1_000).forEach(number -> publish("busy", number));

        StreamClient client = started(clients.resume("/?topic=quiet", first));
        publish("quiet", "1");

        await().atMost(SOON).untilAsserted(() -> assertThat(client.data()).containsExactly("1"));
        assertThat(client.gaps()).isEmpty();
    }

    @Test
    void conflating_stalledClient_getsTheLatestOfEachKeyInOrder() throws Exception {
        start(HubConfig.builder(), SOON);
        StreamClient client = started(clients.openSmall("/?topic=a&slow=CONFLATE"));
        client.stall();
        int keys = 5;
        int rounds = 2_000;
        for (int i = 0; i < rounds * keys; i++) {
            String filler = i < 9 * rounds * keys / 10 ? "x".repeat(1_000) : "";
            hub.publish(SseEvent.of("a", i + ":" + filler).withKey("k" + i % keys));
        }
        client.goOn();

        String last = (rounds * keys - 1) + ":";
        await().atMost(SOON).until(() -> client.data().contains(last));
        List<Integer> seen = client.data().stream()
                .map(text -> Integer.parseInt(text.substring(0, text.indexOf(':'))))
                .toList();
        assertThat(seen).isSorted().doesNotHaveDuplicates();
        assertThat(seen.subList(seen.size() - keys, seen.size()))
                .containsExactlyElementsOf(IntStream.range((rounds - 1) * keys, rounds * keys)
                        .boxed()
                        .toList());
        assertThat(seen).hasSizeLessThan(rounds * keys);
        assertThat(client.gaps()).isEmpty();
    }

    @Test
    void skipping_stalledClient_jumpsForwardAndIsTold() throws Exception {
        start(HubConfig.builder().retentionEvents(50), SOON);
        StreamClient client = started(clients.openSmall("/?topic=a&slow=SKIP"));
        client.stall();
        // How much the kernel takes before the stream is stalled differs from machine to machine.
        for (int i = 0; slowestLag() < 100; i++) {
            assertThat(i).as("events that a stalled client has swallowed").isLessThan(10_000);
            publish("a", kilobytes(20, i));
        }
        client.goOn();
        await().atMost(SOON).until(() -> !client.gaps().isEmpty());
        publish("a", "after");

        await().atMost(SOON).until(() -> client.data().contains("after"));
        assertThat(client.gaps().get(0).data()).contains("\"reason\":\"slow\"").contains("\"lost\":");
        assertThat(client.isDisconnected()).isFalse();
    }

    private long slowestLag() throws Exception {
        return Arrays.stream(hub.lags().toCompletableFuture().get()).max().orElse(0);
    }

    @Test
    void slowClient_amongFiveHundred_isCutOffWhileTheOthersGetAll() throws Exception {
        start(HubConfig.builder().retentionEvents(500));
        List<StreamClient> healthy = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            healthy.add(clients.open("/?topic=a"));
        }
        StreamClient slow = started(clients.openSmall("/?topic=a"));
        slow.stall();
        await().atMost(SOON).until(() -> hub.streams() == 501);
        await().atMost(SOON).until(() -> healthy.stream().allMatch(StreamClient::hasStarted));

        int count = 1_500;
        for (int i = 0; i < count; i++) {
            publish("a", kilobytes(1, i));
            if (i % 50 == 49) {
                // What is under way to a healthy client fits into its socket: on a busy machine their one thread comes
                // to each so seldom that many would be overtaken, or cut by the container's write timeout.
                awaitAtLeast(i - 50, healthy);
                assertThat(hub.awaitRoom(SOON)).isTrue();
            }
        }

        awaitAtLeast(count, healthy);
        for (StreamClient client : healthy) {
            assertThat(client.count()).isEqualTo(count);
            assertThat(client.data()).isEqualTo(healthy.get(0).data());
            assertThat(client.isDisconnected()).isFalse();
        }
        await().atMost(SOON).until(() -> hub.counters().closed(CloseReason.TOO_SLOW) == 1);

        slow.goOn();
        await().atMost(SOON).until(slow::isDisconnected);
        int seen = slow.count();
        StreamClient back = clients.resume("/?topic=a", slow.lastEventId());
        await().atMost(SOON)
                .until(() -> back.count() + seen == count || !back.gaps().isEmpty());
    }

    private static void awaitAtLeast(int count, List<StreamClient> clients) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(clients)
                        .filteredOn(client -> client.count() < count)
                        .isEmpty());
    }

    @Test
    void stalledClient_onAQuietTopic_isCutByTheWriteTimeoutAndReplaysWhenItComesBack() throws Exception {
        start(HubConfig.builder().writeTimeout(WRITE_TIMEOUT));
        StreamClient client = started(clients.openSmall("/?topic=a"));
        client.stall();
        for (int i = 0; i < 400; i++) {
            publish("a", kilobytes(20, i));
        }

        await().atMost(SOON).until(() -> hub.counters().closed(CloseReason.TOO_SLOW) == 1);
        await().atMost(SOON).until(() -> hub.streams() == 0);
        client.goOn();
        await().atMost(SOON).until(client::isDisconnected);
        StreamClient back = clients.resume("/?topic=a", client.lastEventId());

        await().atMost(SOON).until(() -> client.count() + back.count() >= 400);
        List<String> all = new ArrayList<>(client.data());
        all.addAll(back.data());
        assertThat(all)
                .isEqualTo(
                        IntStream.range(0, 400).mapToObj(i -> kilobytes(20, i)).toList());
    }

    /** Events of many sizes: the writes that the clients stop are at many places. */
    @Test
    void stalledStreams_thatTheServerEnds_endProperlyBetweenEvents() throws Exception {
        start(HubConfig.builder(), SOON);
        List<StreamClient> stalled = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            StreamClient client = started(clients.openSmall("/?topic=a" + i));
            client.stall();
            stalled.add(client);
            for (int number = 0; number < 200; number++) {
                publish("a" + i, kilobytes(15 + i, number));
            }
        }

        CompletableFuture<Void> closing = CompletableFuture.runAsync(hub::close);
        stalled.forEach(StreamClient::goOn);

        await().atMost(SOON).until(() -> stalled.stream().allMatch(StreamClient::hasEndedProperly));
        closing.get(SOON.toSeconds(), TimeUnit.SECONDS);
        for (int i = 0; i < stalled.size(); i++) {
            int size = 15 + i;
            List<String> data = stalled.get(i).data();
            assertThat(data)
                    .isEqualTo(IntStream.range(0, data.size())
                            .mapToObj(number -> kilobytes(size, number))
                            .toList());
        }
    }

    @Test
    void manyStalledClients_stopNoThreadAndNobodyElse() throws Exception {
        Duration timeout = WRITE_TIMEOUT.multipliedBy(2);
        start(HubConfig.builder().writeTimeout(timeout), timeout);
        List<StreamClient> stalled = new ArrayList<>();
        for (int i = 0; i < 3 * container.requestThreads(); i++) {
            StreamClient client = started(clients.openSmall("/?topic=a"));
            client.stall();
            stalled.add(client);
        }
        StreamClient healthy = opened("/?topic=a");

        for (int i = 0; i < 300; i++) {
            publish("a", kilobytes(20, i));
        }

        await().atMost(SOON).until(() -> healthy.count() == 300);
        StreamClient newcomer = clients.open("/?topic=a&last=1");
        await().atMost(SOON).until(() -> newcomer.count() == 1);
        assertThat(hub.counters().closed(CloseReason.TOO_SLOW))
                .as("stalled clients that had to go first")
                .isZero();
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(hub.counters().closed(CloseReason.TOO_SLOW)).isEqualTo(stalled.size()));
        assertThat(healthy.isDisconnected()).isFalse();
    }

    @Test
    void silentStream_getsHeartbeatsWithRetry_andDeadClientsAreFound() throws Exception {
        start(HubConfig.builder().heartbeat(Duration.ofMillis(300)));
        StreamClient client = opened("/?topic=a");
        StreamClient dead = opened("/?topic=a");

        await().atMost(SOON).until(() -> client.heartbeats() >= 3);
        dead.cut();

        await().atMost(SOON).until(() -> hub.counters().closed(CloseReason.CLIENT_GONE) == 1);
        await().atMost(SOON).until(() -> hub.streams() == 1);
        publish("a", "still there");
        await().atMost(SOON).until(() -> client.count() == 1);
    }

    @Test
    void stream_atItsMaximumAge_endsProperlyBetweenEvents() throws Exception {
        start(HubConfig.builder().maxStreamAge(Duration.ofSeconds(1)));
        StreamClient client = opened("/?topic=a");

        await().atMost(SOON).until(client::hasEndedProperly);
        await().atMost(SOON).until(() -> hub.counters().closed(CloseReason.MAX_AGE) == 1);
    }

    @Test
    void hub_closed_endsStreamsProperlyAndLeavesNoThread() throws Exception {
        start(HubConfig.builder().name("closing"));
        List<StreamClient> open = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            open.add(opened("/?topic=a"));
        }

        hub.close();

        await().atMost(SOON).until(() -> open.stream().allMatch(StreamClient::hasEndedProperly));
        assertThat(hub.counters().closed(CloseReason.SERVER)).isEqualTo(100);
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("closing-shard"));
    }

    @Test
    void publisherThatFloods_isBoundedAndWhoFallsBehindIsTold() throws Exception {
        start(HubConfig.builder().retentionEvents(1_000).retentionBytes(4L << 20));
        StreamClient client = opened("/?topic=a");

        for (int i = 0; i < 200_000; i++) {
            publish("a", i + ":" + "x".repeat(100));
            assertThat(hub.log().size()).isLessThanOrEqualTo(1_000);
        }

        await().atMost(SOON).until(() -> client.isDisconnected() || client.count() == 200_000);
        if (client.isDisconnected()) {
            await().atMost(SOON).until(() -> hub.counters().closed(CloseReason.TOO_SLOW) == 1);
            StreamClient back = clients.resume("/?topic=a", client.lastEventId());
            await().atMost(SOON).until(() -> !back.gaps().isEmpty());
        }
    }

    @Test
    void manyTopicsSubscribersAndPublishers_whileClientsAreCutAtRandom_loseRepeatAndReorderNothing() throws Exception {
        int topics = 50;
        int subscribers = 50;
        int publishers = 20;
        int perPublisher = 1_000;
        start(HubConfig.builder().retentionEvents(1 << 20).retentionBytes(512L << 20));
        List<Subscriber> all = new ArrayList<>();
        for (int topic = 0; topic < topics; topic++) {
            for (int i = 0; i < subscribers; i++) {
                all.add(new Subscriber("/?topic=t/" + topic + (i % 10 == 0 ? "&topic=t/" + (topic + 1) % topics : "")));
            }
        }
        await().atMost(SOON).until(() -> hub.streams() == all.size());
        await().atMost(SOON).until(() -> all.stream().allMatch(subscriber -> subscriber.current.hasStarted()));

        AtomicBoolean publishing = new AtomicBoolean(true);
        CountDownLatch done = new CountDownLatch(publishers);
        for (int publisher = 0; publisher < publishers; publisher++) {
            int self = publisher;
            new Thread(() -> {
                        Random random = new Random(self);
                        for (int i = 0; i < perPublisher; i++) {
                            publish("t/" + random.nextInt(topics), self + ":" + i);
                        }
                        done.countDown();
                    })
                    .start();
        }
        Thread cutter = new Thread(() -> {
            Random random = new Random(42);
            while (publishing.get()) {
                all.get(random.nextInt(all.size())).cutAndResume();
            }
        });
        cutter.start();
        done.await();
        publishing.set(false);
        cutter.join();
        for (int topic = 0; topic < topics; topic++) {
            publish("t/" + topic, "end:" + topic);
        }

        Map<String, List<String>> published = new HashMap<>();
        await().atMost(Duration.ofSeconds(60)).until(() -> all.stream().allMatch(Subscriber::hasAll));
        for (Subscriber subscriber : all) {
            List<String> wanted = published.computeIfAbsent(subscriber.path, path -> replay(path));
            assertThat(subscriber.received()).isEqualTo(wanted);
        }
    }

    /** What an undisturbed client gets of the same topics, from the beginning. */
    private List<String> replay(String path) {
        try {
            Subscriber undisturbed = new Subscriber(path + "&from=earliest");
            await().atMost(SOON).until(undisturbed::hasAll);
            return undisturbed.received();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A client that comes back with its last event id after each cut. */
    private final class Subscriber {
        private final String path;
        private final List<StreamClient> earlier = new ArrayList<>();
        private StreamClient current;

        Subscriber(String path) throws Exception {
            this.path = path;
            this.current = clients.open(path);
        }

        synchronized void cutAndResume() {
            if (current.lastEventId().isEmpty()) {
                return;
            }
            current.cut();
            current.awaitQuiet();
            earlier.add(current);
            try {
                current = clients.resume(path, current.lastEventId());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        synchronized List<String> received() {
            List<String> received = new ArrayList<>();
            earlier.forEach(client -> received.addAll(client.data()));
            received.addAll(current.data());
            return received;
        }

        boolean hasAll() {
            int ends = 1 + (path.contains("&topic") ? 1 : 0);
            return received().stream().filter(data -> data.startsWith("end:")).count() == ends;
        }
    }
}
