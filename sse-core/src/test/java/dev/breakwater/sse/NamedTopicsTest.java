package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import dev.breakwater.sse.event.SseEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are told the topics of each event, in fields that other parsers ignore. */
class NamedTopicsTest {
    private final TestHub hub = TestHub.keeping(1_000);

    @AfterEach
    void close() {
        hub.close();
    }

    private static SubscriptionRequest named(String... topics) {
        return SubscriptionRequest.of(List.of(topics)).namingTopics();
    }

    private FakeTransport subscribe(SubscriptionRequest request) {
        FakeTransport client = new FakeTransport();
        hub.subscribe(client, request);
        hub.settle();
        return client;
    }

    private static String text(FakeTransport client) {
        return client.text();
    }

    @Test
    void event_namesItsTopics_inLinesBeforeItsOwn() {
        FakeTransport client = subscribe(named("a/**", "b"));
        String alone = hub.publish("a/x", "1");
        hub.settle();
        String ofTwo = hub.publish(new SseEvent(List.of("b", "a/y"), "2", "tick", null));
        hub.settle();
        assertThat(text(client))
                .contains("\n\ntopic: a/x\ndata: 1\nid: " + alone + "\n\n")
                .contains("\n\ntopic: b\ntopic: a/y\nevent: tick\ndata: 2\nid: " + ofTwo + "\n\n");
        assertThat(client.data()).containsExactly("1", "2");
    }

    @Test
    void events_inOneWrite_areNamedEach() {
        hub.publish("a", 1, 50);
        FakeTransport client = subscribe(named("a").from(StartPosition.earliest()));
        assertThat(client.data()).hasSize(50);
        assertThat(text(client).split("topic: a\n", -1)).hasSize(51);
    }

    @Test
    void streamThatDidNotAsk_isToldNothing() {
        FakeTransport asked = subscribe(named("a"));
        FakeTransport client = subscribe(SubscriptionRequest.of(List.of("a")));
        hub.publish("a", "1");
        hub.settle();
        hub.advance(Duration.ofSeconds(31));
        assertThat(text(client)).contains("data: 1").doesNotContain("topic:", "heartbeat:", "head:", "through:");
        assertThat(text(asked)).contains("topic: a\n");
    }

    @Test
    void firstBlock_saysHowOftenThereAreHeartbeats_andWhereTheLogEnds() {
        String last = hub.publish("elsewhere", "1");
        FakeTransport client = subscribe(named("a").from(StartPosition.earliest()));
        assertThat(text(client)).matches("(?s)retry: \\d+\nheartbeat: 15000\nhead: " + last + "\n\n.*");
    }

    @Test
    void client_thatHasCaughtUp_isToldThrough_onceAndAfterItsReplay() {
        hub.publish("a", 1, 3);
        String elsewhere = hub.publish("b", "x");
        FakeTransport client = subscribe(named("a").from(StartPosition.earliest()));
        hub.publish("a", "4");
        hub.settle();
        String all = text(client);
        assertThat(all.indexOf("through: " + elsewhere + "\n\n"))
                .isBetween(all.indexOf("data: 3"), all.indexOf("data: 4"));
        assertThat(all.split("through: ", -1)).hasSize(2);
    }

    @Test
    void heartbeat_saysThroughWhereTheClientHasEverything() {
        FakeTransport client = subscribe(named("a"));
        String elsewhere = hub.publish("b", "x");
        hub.advance(Duration.ofSeconds(31));
        assertThat(text(client)).contains(":\nretry: ").contains("\nthrough: " + elsewhere + "\n\n");
    }

    @Test
    void through_isAPlaceToComeBackTo() {
        subscribe(named("a"));
        String elsewhere = hub.publish("b", "x");
        hub.publish("a", "missed");
        FakeTransport client = subscribe(named("a").from(StartPosition.after(elsewhere)));
        assertThat(client.data()).containsExactly("missed");
        assertThat(client.stream().named("breakwater.gap")).isEmpty();
    }

    @Test
    void historyOfTheJournal_isNamedToo(@TempDir Path directory) {
        try (JournalHub journal = JournalHub.keeping(directory, 100)) {
            journal.publish("a/x", 1, 3_000);
            FakeTransport client = new FakeTransport();
            journal.subscribe(client, named("a/*").from(StartPosition.earliest()));
            await().atMost(Duration.ofSeconds(20)).until(() -> text(client).contains("through: "));
            assertThat(client.data()).hasSize(3_000);
            assertThat(text(client).split("topic: a/x\n", -1)).hasSize(3_001);
        }
    }
}
