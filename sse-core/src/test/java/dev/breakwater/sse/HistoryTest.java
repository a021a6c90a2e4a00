package dev.breakwater.sse;

import static dev.breakwater.sse.JournalHub.now;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.event.EventStreamParser.Message;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.store.journal.JournalConfig;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of a hub on a journal that reaches further back than memory does. */
class HistoryTest {
    @TempDir
    Path directory;

    private JournalHub hub;

    @AfterEach
    void close() {
        if (hub != null) {
            hub.close();
        }
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
    }

    private static void awaitData(FakeTransport client, List<String> data) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(client.data()).isEqualTo(data));
    }

    private static List<Message> gaps(FakeTransport client) {
        return client.stream().named("breakwater.gap");
    }

    // Replay from the journal

    @Test
    void client_whoseEventsMemoryHasLetGo_getsThemFromTheJournalAndThenLive() {
        hub = JournalHub.keeping(directory, 100);
        String last = hub.publish("a", 1, 10);
        hub.publish("a", 11, 5_000);
        FakeTransport client = hub.subscribe(StartPosition.after(last), "a");
        hub.publish("a", 5_001, 5_100);
        awaitData(client, numbers(11, 5_100));
        assertThat(gaps(client)).isEmpty();
        assertThat(client.stream().named("breakwater.checkpoint")).isEmpty();
    }

    @Test
    void client_afterARestart_goesOnWhereItWas() {
        hub = JournalHub.keeping(directory, 100);
        String last = hub.publish("a", 1, 10);
        hub.publish("a", 11, 1_000);
        hub.restart();
        FakeTransport client = hub.subscribe(StartPosition.after(last), "a");
        hub.publish("a", 1_001, 1_010);
        awaitData(client, numbers(11, 1_010));
        assertThat(gaps(client)).isEmpty();
    }

    @Test
    void client_ofAQuietTopic_getsItsOwnAndNoGap() {
        hub = JournalHub.keeping(directory, 100);
        String last = hub.publish("quiet", "1");
        hub.publish("busy", 1, 2_000);
        hub.publish("quiet", "2");
        hub.publish("busy", 2_001, 4_000);
        hub.restart();
        FakeTransport client = hub.subscribe(StartPosition.after(last), "quiet", "nothing/**");
        hub.publish("quiet", "3");
        awaitData(client, List.of("2", "3"));
        assertThat(gaps(client)).isEmpty();
    }

    @Test
    void client_thatIsStalledWhileMemoryLetsGo_losesNothing_unlessItSkips() {
        for (SlowConsumerPolicy policy : List.of(SlowConsumerPolicy.DISCONNECT, SlowConsumerPolicy.CONFLATE)) {
            hub = JournalHub.keeping(directory.resolve(policy.name()), 50);
            FakeTransport client = FakeTransport.thatStartsBlocked();
            hub.subscribe(client, SubscriptionRequest.of(List.of("a")).withPolicy(policy));
            hub.publish("a", 1, 1_000);
            client.unblock();
            awaitData(client, numbers(1, 1_000));
            assertThat(gaps(client)).isEmpty();
            hub.close();
        }
    }

    /** Who skips wants what is new; but what it asked to be replayed it gets. */
    @Test
    void client_thatSkips_getsAllOfItsReplay_andSkipsWhatIsLive() {
        hub = JournalHub.keeping(directory, 50);
        hub.publish("a", 1, 1_000);
        FakeTransport client = new FakeTransport();
        SubscriptionRequest all = SubscriptionRequest.of(List.of("a")).from(StartPosition.earliest());
        hub.subscribe(client, all.withPolicy(SlowConsumerPolicy.SKIP));
        awaitData(client, numbers(1, 1_000));

        client.block();
        hub.publish("a", 1_001, 3_000);
        client.unblock();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(gaps(client)).hasSize(1));
        hub.publish("a", 3_001, 3_001);

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(client.data()).endsWith("3001"));
        assertThat(gaps(client).get(0).data()).contains("\"reason\":\"slow\"");
        assertThat(client.data())
                .hasSizeLessThan(3_001)
                .startsWith(numbers(1, 1_000).toArray(String[]::new));
    }

    @Test
    void clients_thatStallAgainAndAgainInTheHistory_loseNothing() {
        hub = JournalHub.keeping(directory, 50);
        hub.publish("a", 1, 20_000);
        List<FakeTransport> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            FakeTransport client = FakeTransport.thatStartsBlocked();
            clients.add(client);
            hub.subscribe(client, SubscriptionRequest.of(List.of("a")).from(StartPosition.earliest()));
        }
        for (int round = 0; round < 10; round++) {
            clients.forEach(FakeTransport::readOne);
        }
        hub.publish("a", 20_001, 20_010);
        clients.forEach(FakeTransport::unblock);
        for (FakeTransport client : clients) {
            awaitData(client, numbers(1, 20_010));
        }
    }

    /** Many clients at random places, while events flow and memory lets go: each gets all that is its own, once, in order. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void clients_thatComeAtRandom_getEverythingOnceAndInOrder(int seed) {
        Random random = new Random(seed);
        hub = JournalHub.keeping(directory, 1 + random.nextInt(200));
        List<String> ids = new ArrayList<>();
        List<String> topics = new ArrayList<>();
        List<Runnable> checks = new ArrayList<>();
        for (int i = 1; i <= 1_500; i++) {
            String topic = "t" + random.nextInt(5);
            topics.add(topic);
            ids.add(hub.publish(topic, String.valueOf(i)));
            if (i == 700) {
                hub.restart();
                checks.clear(); // their streams have ended
            }
            if (random.nextInt(20) == 0) {
                int from = random.nextInt(i);
                List<String> wanted = List.of("t" + random.nextInt(5), "t" + random.nextInt(5));
                FakeTransport client = hub.subscribe(StartPosition.after(ids.get(from)), wanted.toArray(String[]::new));
                checks.add(() -> {
                    List<String> expected = new ArrayList<>();
                    for (int e = from + 1; e < topics.size(); e++) {
                        if (wanted.contains(topics.get(e))) {
                            expected.add(String.valueOf(e + 1));
                        }
                    }
                    awaitData(client, expected);
                    assertThat(gaps(client)).isEmpty();
                });
            }
        }
        checks.forEach(Runnable::run);
        assertThat(checks).isNotEmpty();
    }

    @Test
    void clients_thatPageUpToTheVeryNewest_getNothingTwice() throws InterruptedException {
        hub = JournalHub.keeping(directory, 1);
        hub.publish("a", "0");
        Thread publishing = new Thread(() -> {
            for (int i = 1; i <= 1_500; i++) {
                hub.publish("a", String.valueOf(i));
            }
        });
        publishing.start();
        List<FakeTransport> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(hub.subscribe(StartPosition.earliest(), "a"));
        }
        publishing.join();
        for (FakeTransport client : clients) {
            awaitData(client, numbers(0, 1_500));
            assertThat(gaps(client)).isEmpty();
        }
    }

    // Start positions

    @Test
    void stream_fromEarliest_getsTheWholeJournal() {
        hub = JournalHub.keeping(directory, 10);
        hub.publish("a", 1, 500);
        FakeTransport client = hub.subscribe(StartPosition.earliest(), "a");
        awaitData(client, numbers(1, 500));
        assertThat(client.stream().messages().get(0).lastEventId()).endsWith("-0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 11, 499, 500, 501, 1_000_000})
    void stream_fromLast_reachesIntoTheJournal(int count) {
        hub = JournalHub.keeping(directory, 10);
        hub.publish("a", 1, 500);
        FakeTransport client = hub.subscribe(StartPosition.last(count), "a");
        hub.publish("a", "501");
        awaitData(client, numbers(Math.max(1, 501 - count), 501));
        assertThat(client.stream().named("breakwater.checkpoint")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1_000})
    void stream_since_beginsWithTheFirstEventOfThatTime(int memory) {
        hub = JournalHub.keeping(directory, memory);
        for (int i = 1; i <= 100; i++) {
            hub.publish("a", String.valueOf(i));
            hub.advance(Duration.ofSeconds(1));
        }
        FakeTransport client =
                hub.subscribe(StartPosition.since(hub.clock.instant().minusSeconds(60)), "a");
        awaitData(client, numbers(41, 100));
        FakeTransport all =
                hub.subscribe(StartPosition.since(hub.clock.instant().minusSeconds(1_000)), "a");
        awaitData(all, numbers(1, 100));
        FakeTransport now = hub.subscribe(StartPosition.since(hub.clock.instant()), "a");
        hub.publish("a", "next");
        awaitData(now, List.of("next"));
        assertThat(gaps(client)).isEmpty();
        assertThat(gaps(all)).isEmpty();
    }

    @Test
    void stream_sinceATimeInTheFuture_isRefused() {
        hub = JournalHub.keeping(directory, 10);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        hub.subscribe(StartPosition.since(hub.clock.instant().plusMillis(1)), "a"))
                .withMessageStartingWith("since must not be in the future");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000})
    void snapshot_isTheLatestOfEachKeyInOrder_thenLive(int memory) {
        hub = JournalHub.keeping(directory, memory);
        for (int i = 1; i <= 3_000; i++) {
            hub.publishKeyed("prices", "k" + i % 7, String.valueOf(i));
            if (i % 100 == 0) {
                hub.publish("prices", "unkeyed");
                hub.publishKeyed("other", "k1", "x");
            }
        }
        FakeTransport client = hub.subscribe(StartPosition.snapshot(), "prices");
        awaitData(client, numbers(2_994, 3_000));
        hub.publishKeyed("prices", "k1", "live");
        hub.publish("prices", "unkeyed live");
        hub.publishKeyed("prices", "k1", "live again");
        List<String> all = new ArrayList<>(numbers(2_994, 3_000));
        all.addAll(List.of("live", "unkeyed live", "live again"));
        awaitData(client, all);
    }

    /** More keys than the store remembers: older values may come too, but the last of each key is the latest. */
    @Test
    void snapshot_afterARestart_endsWithTheLatestOfEachKey() {
        hub = JournalHub.keeping(directory, 100);
        List<SseEvent> batch = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            batch.add(SseEvent.of("prices", String.valueOf(i)).withKey("k" + i % 1_000));
        }
        now(hub.hub.publishAll(batch));
        hub.restart();
        FakeTransport client = hub.subscribe(StartPosition.snapshot(), "prices");
        awaitData(client, numbers(4_000, 4_999));
    }

    // Gaps

    @Test
    void client_whoseEventsTheJournalHasGivenUp_isToldFromWhereToWhereAndHowMany() {
        hub = new JournalHub(
                new JournalConfig(directory, 1_000, 1 << 30, Duration.ofDays(1)), config -> config.retentionEvents(10));
        String last = hub.publish("a", 1, 10);
        hub.publish("a", 11, 10_000);
        await().until(() -> hub.hub.log().horizon() == 10_000);
        FakeTransport probe = hub.subscribe(StartPosition.earliest(), "**");
        await().until(() -> probe.data().contains("10000"));
        int oldest = Integer.parseInt(probe.data().get(0));
        assertThat(oldest).isBetween(8_900, 9_001);
        FakeTransport everything = hub.subscribe(StartPosition.after(last), "**");
        awaitData(everything, numbers(oldest, 10_000));
        String epoch = last.substring(0, last.indexOf('-'));
        assertThat(gaps(everything))
                .containsExactly(new Message(
                        "breakwater.gap",
                        "{\"reason\":\"expired\",\"from\":\"" + last + "\",\"to\":\"" + epoch + '-' + (oldest - 1)
                                + "\",\"lost\":" + (oldest - 11) + ",\"oldest\":\"" + epoch + '-' + oldest + "\"}",
                        epoch + '-' + (oldest - 1)));
        FakeTransport since =
                hub.subscribe(StartPosition.since(hub.clock.instant().minusSeconds(10)), "a");
        await().untilAsserted(() -> assertThat(gaps(since)).hasSize(1));
    }

    @Test
    void client_whoseIdIsNewerThanAnything_isToldSo() {
        hub = JournalHub.keeping(directory, 10);
        String last = hub.publish("a", "1");
        FakeTransport client = hub.subscribe(StartPosition.after(last.replace("-1", "-99")), "a");
        await().untilAsserted(() -> assertThat(gaps(client)).hasSize(1));
        assertThat(gaps(client).get(0).data()).contains("\"reason\":\"future\"");
    }

    @Test
    void damage_isToldInItsPlace_andTheRestIsServed() throws Exception {
        hub = JournalHub.keeping(directory, 10);
        String first = hub.publish("a", "1");
        for (int i = 2; i <= 100; i++) {
            hub.publish("a", String.valueOf(i));
        }
        hub.close();
        Path segment;
        try (var files = Files.list(directory)) {
            segment = files.filter(file -> file.toString().endsWith(".events"))
                    .findFirst()
                    .orElseThrow();
        }
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            long middle = file.length() / 2;
            file.seek(middle);
            int before = file.read();
            file.seek(middle);
            file.write(before ^ 4);
        }
        hub.start();
        FakeTransport client = hub.subscribe(StartPosition.after(first), "a");
        await().until(() -> client.data().contains("100"));
        assertThat(gaps(client)).hasSize(1);
        Message gap = gaps(client).get(0);
        assertThat(gap.data()).contains("\"reason\":\"damaged\"");
        int damaged =
                Integer.parseInt(gap.lastEventId().substring(gap.lastEventId().indexOf('-') + 1));
        List<String> expected = new ArrayList<>(numbers(2, 100));
        expected.remove(String.valueOf(damaged));
        assertThat(client.data()).isEqualTo(expected);
        List<Message> messages = client.stream().messages();
        assertThat(messages.indexOf(gap)).isEqualTo(damaged - 2);
    }

    // Publishing once

    @ParameterizedTest
    @EnumSource
    void repeat_isAnsweredWithTheFirstIds_andDeliveredOnce(Store store) {
        hub = JournalHub.keeping(directory, 10);
        SseHub tested = store == Store.JOURNAL ? hub.hub : SseHub.create(HubConfig.defaults());
        List<SseEvent> batch = List.of(SseEvent.of("a", "1"), SseEvent.of("b", "2"));
        Published first = now(tested.publishOnce(batch, "key"));
        Published again = now(tested.publishOnce(batch, "key"));
        assertThat(first.repeated()).isFalse();
        assertThat(again).isEqualTo(new Published(first.ids(), true));
        assertThat(tested.log().appended()).isEqualTo(2);
        tested.close();
    }

    enum Store {
        MEMORY,
        JOURNAL
    }
}
