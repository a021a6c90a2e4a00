package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.EventStreamParser.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client is told first, and what it gets after that. */
class OpeningTest {
    private final List<TestHub> hubs = new ArrayList<>();
    private final TestHub hub = keeping(5);

    private TestHub keeping(int events) {
        TestHub made = TestHub.keeping(events);
        hubs.add(made);
        return made;
    }

    @AfterEach
    void close() {
        hubs.forEach(TestHub::close);
    }

    // retry:

    @Test
    void stream_startsWithARetryFromTheWindow() {
        FakeTransport client = hub.subscribe("a");
        hub.settle();
        assertThat(client.stream().retries()).hasSize(1);
        assertThat(client.stream().retries().get(0)).isBetween(1_000L, 2_000L);
    }

    @Test
    void streams_areToldDifferentRetries() {
        List<Long> retries = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            FakeTransport client = hub.subscribe("a");
            hub.settle();
            retries.addAll(client.stream().retries());
        }
        assertThat(retries.stream().distinct().count()).isGreaterThan(40);
    }

    // Where a stream starts

    @Test
    void stream_fromLatest_isToldItsPlaceAndGetsWhatComes() {
        String before = hub.publish("a", "before");
        FakeTransport client = hub.subscribe("a");
        String after = hub.publish("a", "after");
        hub.settle();
        assertThat(client.stream().messages())
                .containsExactly(checkpoint(before), new Message("message", "after", after));
    }

    @Test
    void stream_inAnEmptyHub_isToldThatItIsBeforeTheFirstEvent() {
        FakeTransport client = hub.subscribe("a");
        String first = hub.publish("a", "1");
        hub.settle();
        assertThat(client.stream().messages().get(0).lastEventId()).endsWith("-0");
        assertThat(client.stream().lastEventId()).isEqualTo(first);
    }

    @Test
    void stream_fromEarliest_getsAllThatIsKept() {
        hub.publish("a", 1, 8);
        FakeTransport client = hub.subscribe(StartPosition.earliest(), "a");
        hub.settle();
        hub.publish("a", 9, 9);
        hub.settle();
        assertThat(client.data()).containsExactly("4", "5", "6", "7", "8", "9");
        assertThat(client.stream().named("breakwater.gap")).isEmpty();
        assertThat(client.stream().named("breakwater.checkpoint")).hasSize(1);
    }

    @Test
    void stream_fromLast_getsTheNewestOfItsTopics() {
        for (String topic : "a b c a b".split(" ")) {
            hub.publish(topic, topic);
        }
        FakeTransport client = hub.subscribe(StartPosition.last(3), "a", "b");
        hub.settle();
        assertThat(client.data()).containsExactly("b", "a", "b");
    }

    @Test
    void stream_afterAnIdOfOurs_goesOnThereWithoutCheckpointOrGap() {
        hub.publish("a", 1, 2);
        String last = hub.publish("a", "3");
        hub.publish("a", 4, 5);
        FakeTransport client = hub.subscribe(StartPosition.after(last), "a");
        hub.settle();
        assertThat(client.data()).containsExactly("4", "5");
        assertThat(client.stream().messages()).hasSize(2);
        assertThat(hub.hub.counters().gaps()).isZero();
    }

    @Test
    void stream_afterTheNewestId_getsWhatComesOnly() {
        hub.publish("a", 1, 2);
        String last = hub.publish("a", "3");
        FakeTransport client = hub.subscribe(StartPosition.after(last), "a");
        hub.settle();
        assertThat(client.stream().messages()).isEmpty();
        hub.publish("a", "4");
        hub.settle();
        assertThat(client.data()).containsExactly("4");
    }

    @Test
    void stream_afterAnIdOfAnotherTopic_goesOnInItsOwn() {
        hub.publish("a", "1");
        String other = hub.publish("b", "2");
        hub.publish("a", "3");
        FakeTransport client = hub.subscribe(StartPosition.after(other), "a");
        hub.settle();
        assertThat(client.data()).containsExactly("3");
    }

    // Gaps

    @Test
    void stream_afterAnIdThatExpired_isToldTheGapAndGetsWhatIsKept() {
        String last = hub.publish("a", "1");
        hub.publish("a", 2, 8);
        FakeTransport client = hub.subscribe(StartPosition.after(last), "a");
        hub.settle();
        assertGapThenEvents(client, "expired", '"' + last + '"', epoch() + "-3", "4", "5", "6", "7", "8");
    }

    @Test
    void stream_afterTheNewestThatExpired_isToldNoGap() {
        hub.publish("a", 1, 2);
        String last = hub.publish("a", "3");
        hub.publish("a", 4, 8);
        FakeTransport client = hub.subscribe(StartPosition.after(last), "a");
        hub.settle();
        assertThat(client.stream().named("breakwater.gap")).isEmpty();
        assertThat(client.data()).containsExactly("4", "5", "6", "7", "8");
    }

    @Test
    void stream_ofAQuietTopic_isToldNoGap_howeverMuchOfOthersExpired() {
        String last = hub.publish("quiet", "1");
        hub.publish("busy", 1, 100);
        FakeTransport client = hub.subscribe(StartPosition.after(last), "quiet");
        hub.settle();
        assertThat(client.stream().messages()).isEmpty();
        assertThat(hub.hub.counters().gaps()).isZero();
    }

    @Test
    void stream_afterAnIdOfAnotherEpoch_isToldTheGapAndGetsWhatIsKept() {
        hub.publish("a", 1, 6);
        FakeTransport client = hub.subscribe(StartPosition.after("0therL1fe-3"), "a");
        hub.settle();
        assertGapThenEvents(client, "epoch", "\"0therL1fe-3\"", epoch() + "-1", "2", "3", "4", "5", "6");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"42", "rubbish", "-", "\"\r\n\r\ndata: injected", "\0", "a-b-c", "ffff-99999999999999999999"})
    void stream_afterWhatIsNoIdOfOurs_isToldTheGapWithoutItsText(String rubbish) {
        hub.publish("a", 1, 6);
        FakeTransport client = hub.subscribe(StartPosition.after(rubbish), "a");
        hub.settle();
        assertGapThenEvents(client, "invalid", "null", epoch() + "-1", "2", "3", "4", "5", "6");
    }

    @Test
    void stream_afterAnIdThatIsYetToCome_isToldTheGapAndGetsWhatComes() {
        hub.publish("a", 1, 2);
        FakeTransport client = hub.subscribe(StartPosition.after(epoch() + "-9"), "a");
        hub.publish("a", "3");
        hub.settle();
        assertGapThenEvents(client, "future", '"' + epoch() + "-9\"", epoch() + "-2", "3");
    }

    /** Whatever place a client was told, coming back with it is no loss as long as nothing more was let go. */
    @Test
    void everyIdThatAClientWasTold_isOneThatItCanComeBackWith() {
        hub.publish("quiet", "q");
        hub.publish("busy", 1, 8);
        String[] topics = {"quiet", "busy", "never", "busy/**"};
        List<StartPosition> starts = List.of(
                StartPosition.latest(),
                StartPosition.earliest(),
                StartPosition.last(2),
                StartPosition.last(100),
                StartPosition.after("rubbish"),
                StartPosition.after("0therL1fe-3"),
                StartPosition.after(epoch() + "-1"),
                StartPosition.after(epoch() + "-999"));
        for (StartPosition start : starts) {
            FakeTransport first = hub.subscribe(start, topics);
            hub.settle();
            for (int told = 0; told < first.stream().messages().size(); told++) {
                Message message = first.stream().messages().get(told);
                FakeTransport back = hub.subscribe(StartPosition.after(message.lastEventId()), topics);
                hub.settle();
                assertThat(back.stream().messages())
                        .as("%s, back with %s", start, message)
                        .isEqualTo(first.stream()
                                .messages()
                                .subList(told + 1, first.stream().messages().size()));
            }
        }
    }

    // Refusals

    @Test
    void subscription_beyondTheBoundOnPatterns_isRefusedBeforeATransportIsMade() {
        try (TestHub bounded = new TestHub(config -> config.maxPatterns(1))) {
            bounded.subscribe("a/*");
            AtomicBoolean made = new AtomicBoolean();
            assertThatIllegalStateException()
                    .isThrownBy(() -> bounded.hub.subscribe(TestHub.to("b/*"), () -> {
                        made.set(true);
                        return new FakeTransport();
                    }))
                    .withMessageContaining("no more than 1 different topic patterns");
            assertThat(made).isFalse();
            assertThat(bounded.hub.streams()).isEqualTo(1);
        }
    }

    @Test
    void pattern_ofAStreamThatEnded_makesRoomForAnother() {
        try (TestHub bounded = new TestHub(config -> config.maxPatterns(1))) {
            FakeTransport client = bounded.subscribe("a/*");
            client.giveBack(CloseReason.CLIENT_GONE);
            bounded.settle();
            FakeTransport other = bounded.subscribe("b/*");
            bounded.publish("b/1", "x");
            bounded.settle();
            assertThat(other.data()).containsExactly("x");
        }
    }

    @Test
    void subscription_whoseTransportCannotBeMade_leavesNothingBehind() {
        try (TestHub bounded = new TestHub(config -> config.maxPatterns(1))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> bounded.hub.subscribe(TestHub.to("a/*"), () -> {
                        throw new IOException("client is gone");
                    }))
                    .withMessage("client is gone");
            assertThat(bounded.hub.streams()).isZero();
            assertThat(bounded.subscribe("b/*").ends()).as("there is room").isZero();
        }
    }

    @Test
    void subscription_whoseTransportCannotBeStarted_leavesNothingBehind() {
        try (TestHub bounded = new TestHub(config -> config.maxPatterns(1))) {
            FakeTransport client =
                    FakeTransport.thatFailsToStart(new IllegalStateException("no asynchronous processing"));
            assertThatIllegalStateException()
                    .isThrownBy(() -> bounded.subscribe(client, TestHub.to("a/*")))
                    .withMessage("no asynchronous processing");
            bounded.settle();
            assertThat(bounded.hub.streams()).isZero();
            assertThat(client.ends()).isZero();
            assertThat(bounded.subscribe("b/*").ends()).as("there is room").isZero();
        }
    }

    private String epoch() {
        FakeTransport client = hub.subscribe("any");
        hub.settle();
        String id = client.stream().lastEventId();
        return id.substring(0, id.indexOf('-'));
    }

    private static Message checkpoint(String id) {
        return new Message("breakwater.checkpoint", "", id);
    }

    private void assertGapThenEvents(FakeTransport client, String reason, String from, String to, String... data) {
        List<Message> messages = client.stream().messages();
        assertThat(messages.get(0))
                .isEqualTo(new Message(
                        "breakwater.gap",
                        "{\"reason\":\"" + reason + "\",\"from\":" + from + ",\"to\":\"" + to + "\",\"oldest\":\""
                                + new EventId(epoch(), hub.hub.log().oldest()) + "\"}",
                        to));
        assertThat(messages.subList(1, messages.size()).stream().map(Message::data))
                .containsExactly(data);
        assertThat(hub.hub.counters().gaps()).isEqualTo(1);
    }
}
