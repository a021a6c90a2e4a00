package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.event.EventStreamParser.Message;
import dev.breakwater.sse.event.SseEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a client that reads more slowly than its topics are published to. */
class SlowConsumerTest {
    private final TestHub hub = TestHub.keeping(64);

    @AfterEach
    void close() {
        hub.close();
    }

    private FakeTransport subscribe(SlowConsumerPolicy policy, String... topics) {
        FakeTransport client = new FakeTransport();
        hub.subscribe(client, TestHub.to(topics).withPolicy(policy));
        hub.settle();
        return client;
    }

    /** Blocks a client with one event of which it has read nothing. */
    private void stall(FakeTransport client, String topic) {
        client.block();
        hub.publish(topic, "1");
        hub.settle();
    }

    // DISCONNECT

    @Test
    void stalledClient_thatIsToBeDisconnected_isSo_beforeItLosesAnything() {
        FakeTransport client = new FakeTransport();
        Subscription subscription = hub.subscribe(client, TestHub.to("a").withPolicy(SlowConsumerPolicy.DISCONNECT));
        hub.settle();
        stall(client, "a");
        hub.publish("a", 2, 57);
        hub.settle();
        assertThat(client.ends()).as("seven eighths of the log wait for it").isZero();
        hub.publish("a", "58");
        hub.settle();
        assertThat(client.ends()).isEqualTo(1);
        assertThat(TestHub.now(subscription.closed())).isEqualTo(CloseReason.TOO_SLOW);
        assertThat(hub.hub.counters().closed(CloseReason.TOO_SLOW)).isEqualTo(1);

        client.unblock();
        FakeTransport back = hub.subscribe(StartPosition.after(client.stream().lastEventId()), "a");
        hub.settle();
        assertThat(back.stream().named("breakwater.gap")).isEmpty();
        assertThat(client.data()).containsExactly("1");
        assertThat(back.data()).isEqualTo(numbers(2, 58));
    }

    @Test
    void stalledClient_isDisconnectedBeforeItsEventsExpire_alsoIfNobodyPublishes() {
        try (TestHub aging = new TestHub(
                config -> config.retentionAge(Duration.ofSeconds(80)).writeTimeout(Duration.ofHours(1)))) {
            FakeTransport client = aging.subscribe("a");
            aging.settle();
            client.block();
            aging.publish("a", "1");
            aging.settle();
            aging.publish("a", "2");
            for (int second = 0; second < 60; second++) {
                aging.advance(Duration.ofSeconds(1));
            }
            assertThat(client.ends()).isZero();
            for (int second = 0; second < 20; second++) {
                aging.advance(Duration.ofSeconds(1));
            }
            assertThat(client.ends()).isEqualTo(1);
            assertThat(aging.hub.counters().closed(CloseReason.TOO_SLOW)).isEqualTo(1);
        }
    }

    @Test
    void stalledClientOfAQuietTopic_isNotDisconnected_howeverBusyOthersAre() {
        FakeTransport client = subscribe(SlowConsumerPolicy.DISCONNECT, "quiet");
        stall(client, "quiet");
        hub.publish("busy", 1, 1_000);
        hub.settle();
        assertThat(client.ends()).isZero();
    }

    /** A whole log at once is more than a shard can deliver from: it has fallen behind without being slow to read. */
    @Test
    void readingClient_thatFellBehind_isDisconnectedAndComesBackToAGap() {
        FakeTransport client = subscribe(SlowConsumerPolicy.DISCONNECT, "a");
        String last = client.stream().lastEventId();
        hub.publishAll(events("a", 1, 100));
        hub.settle();
        assertThat(client.ends()).isEqualTo(1);
        assertThat(client.data()).isEmpty();
        FakeTransport back = hub.subscribe(StartPosition.after(last), "a");
        hub.settle();
        assertThat(back.stream().named("breakwater.gap")).hasSize(1);
        assertThat(back.data()).isEqualTo(numbers(37, 100));
    }

    // SKIP

    @Test
    void stalledClient_thatIsToSkip_isToldOfTheGapAndGetsWhatComesThen() {
        FakeTransport client = subscribe(SlowConsumerPolicy.SKIP, "a");
        stall(client, "a");
        String last = String.valueOf(hub.hub.log().horizon());
        hub.publish("a", 2, 200);
        hub.settle();
        assertThat(client.ends()).isZero();
        client.unblock();
        hub.settle();
        hub.publish("a", 201, 202);
        hub.settle();
        List<Message> messages = client.stream().messages();
        Message gap = messages.get(2);
        assertThat(gap.type()).isEqualTo("breakwater.gap");
        assertThat(gap.data())
                .contains("\"reason\":\"slow\"")
                .containsPattern("\"from\":\"[0-9a-z]+-" + last + "\"")
                .contains("\"to\":\"" + gap.lastEventId() + "\",\"lost\":199,\"oldest\":\"");
        assertThat(gap.lastEventId()).endsWith("-200");
        assertThat(client.data()).containsExactly("1", "201", "202");
        assertThat(hub.hub.counters().gaps()).isEqualTo(1);
    }

    @Test
    void slowClient_thatIsToSkip_isNotSkipped_asLongAsItsEventsAreKept() {
        FakeTransport client = subscribe(SlowConsumerPolicy.SKIP, "a");
        stall(client, "a");
        hub.publish("a", 2, 64);
        client.unblock();
        hub.settle();
        assertThat(client.data()).isEqualTo(numbers(1, 64));
        assertThat(client.stream().named("breakwater.gap")).isEmpty();
    }

    @Test
    void clientThatSkippedAndComesBack_isToldNoSecondGap() {
        FakeTransport client = subscribe(SlowConsumerPolicy.SKIP, "a", "quiet");
        hub.publish("quiet", "q");
        hub.settle();
        stall(client, "a");
        hub.publish("a", 2, 200);
        client.unblock();
        hub.settle();
        FakeTransport back = hub.subscribe(StartPosition.after(client.stream().lastEventId()), "a", "quiet");
        hub.settle();
        assertThat(client.stream().named("breakwater.gap")).hasSize(1);
        assertThat(back.stream().messages()).isEmpty();
    }

    // CONFLATE

    private void price(String key, int value) {
        hub.publish(SseEvent.of("prices", key + "=" + value).withKey(key));
    }

    @Test
    void slowClient_thatConflates_getsTheNewestOfEachKeyInOrder() {
        FakeTransport client = subscribe(SlowConsumerPolicy.CONFLATE, "prices");
        stall(client, "prices");
        for (int value = 1; value <= 10; value++) {
            price("acme", value);
            price("umbrella", value);
        }
        hub.publish("prices", "no key");
        price("acme", 11);
        client.unblock();
        hub.settle();
        assertThat(client.data()).containsExactly("1", "umbrella=10", "no key", "acme=11");
        assertThat(client.stream().named("breakwater.gap")).isEmpty();
    }

    @Test
    void slowClient_thatDoesNotConflate_getsAll() {
        FakeTransport client = subscribe(SlowConsumerPolicy.SKIP, "prices");
        stall(client, "prices");
        price("acme", 1);
        price("acme", 2);
        client.unblock();
        hub.settle();
        assertThat(client.data()).containsExactly("1", "acme=1", "acme=2");
    }

    @Test
    void stalledClient_thatLostOnlyWhatWasSuperseded_isToldNoGap() {
        FakeTransport client = subscribe(SlowConsumerPolicy.CONFLATE, "prices");
        stall(client, "prices");
        for (int value = 1; value <= 1_000; value++) {
            price("acme", value);
            price("umbrella", value);
        }
        client.unblock();
        hub.settle();
        assertThat(client.data()).containsExactly("1", "acme=1000", "umbrella=1000");
        assertThat(client.stream().named("breakwater.gap")).isEmpty();
    }

    @Test
    void stalledClient_thatLostTheLatestValueOfAKey_isToldOfAGapAndGetsWhatIsKept() {
        FakeTransport client = subscribe(SlowConsumerPolicy.CONFLATE, "prices");
        stall(client, "prices");
        price("umbrella", 1);
        for (int value = 1; value <= 1_000; value++) {
            price("acme", value);
        }
        client.unblock();
        hub.settle();
        assertThat(client.data()).containsExactly("1", "acme=1000");
        assertThat(client.stream().named("breakwater.gap")).hasSize(1);
    }

    /** The gap's id was that of the quiet topic, far behind: the client went back, and was told of a second gap. */
    @Test
    void clientOfABusyAndAQuietTopic_thatConflates_isNotSentBack() {
        FakeTransport client = subscribe(SlowConsumerPolicy.CONFLATE, "quiet", "busy");
        hub.publish("quiet", "q");
        hub.settle();
        stall(client, "busy");
        hub.publish("busy", 2, 200);
        client.unblock();
        hub.settle();
        Message gap = client.stream().named("breakwater.gap").get(0);
        assertThat(gap.lastEventId()).endsWith("-137");
        FakeTransport back = hub.subscribe(StartPosition.after(gap.lastEventId()), "quiet", "busy");
        hub.settle();
        assertThat(back.stream().named("breakwater.gap")).isEmpty();
        assertThat(back.data()).isEqualTo(numbers(137, 200));
    }

    // Whose policy

    @Test
    void policyOfTheHub_holdsForClientsThatAskForNone() {
        try (TestHub skipping =
                new TestHub(config -> config.retentionEvents(64).slowConsumerPolicy(SlowConsumerPolicy.SKIP))) {
            FakeTransport client = skipping.subscribe("a");
            skipping.settle();
            client.block();
            skipping.publish("a", 1, 200);
            skipping.settle();
            client.unblock();
            skipping.settle();
            assertThat(client.ends()).isZero();
            assertThat(client.stream().named("breakwater.gap")).hasSize(1);
        }
    }

    @Test
    void policyOfTheHub_isToDisconnect_unlessSaidOtherwise() {
        assertThat(HubConfig.defaults().slowConsumerPolicy()).isEqualTo(SlowConsumerPolicy.DISCONNECT);
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(String::valueOf).toList();
    }

    private static SseEvent[] events(String topic, int first, int last) {
        return numbers(first, last).stream()
                .map(data -> SseEvent.of(topic, data))
                .toArray(SseEvent[]::new);
    }
}
