package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.event.EventStreamParser.Message;
import dev.breakwater.sse.log.TopicLimit;
import dev.breakwater.sse.store.journal.JournalConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Topics of which less is served than is kept. */
class TopicLimitsTest {
    private static final List<TopicLimit> LIMITS =
            List.of(TopicLimit.of("short/**", Duration.ofMinutes(1)), TopicLimit.of("few/*", 3));

    @TempDir
    Path directory;

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private JournalHub onJournal(int eventsInMemory) {
        JournalHub hub = new JournalHub(
                JournalConfig.in(directory),
                config -> config.retentionEvents(eventsInMemory).topicLimits(LIMITS));
        open.add(hub);
        return hub;
    }

    private static void awaitData(FakeTransport client, String... data) {
        await().untilAsserted(() -> assertThat(client.data()).containsExactly(data));
    }

    private static List<Message> gaps(FakeTransport client) {
        return client.stream().named("breakwater.gap");
    }

    /** With much in memory, and with next to nothing. */
    @ParameterizedTest
    @CsvSource({"1000, false", "2, false", "1000, true", "2, true"})
    void age_ofATopic_isTheEndOfItsEvents_andToldOnce(int memory, boolean everything) {
        JournalHub hub = onJournal(memory);
        String first = hub.publish("short/a", "1");
        hub.publish("short/a", "2");
        hub.publish("long", "kept");
        hub.advance(Duration.ofMinutes(2));
        hub.publish("short/a", "3");
        hub.publish("long", "end");
        FakeTransport client =
                hub.subscribe(StartPosition.after(first), everything ? new String[] {"**"} : new String[] {"short/a"});
        if (everything) {
            awaitData(client, "kept", "3", "end");
        } else {
            awaitData(client, "3");
        }
        assertThat(gaps(client)).hasSize(1);
        assertThat(gaps(client).get(0).data()).contains("\"reason\":\"expired\"");
        hub.publish("short/a", "live");
        await().until(() -> client.data().contains("live"));
        assertThat(gaps(client)).hasSize(1);
    }

    @Test
    void number_ofEventsOfATopic_isTheMostThatIsServed() {
        JournalHub hub = onJournal(1_000);
        String before = hub.publish("other", "0");
        for (int i = 1; i <= 10; i++) {
            hub.publish("few/a", "a" + i);
            hub.publish("few/b", "b" + i);
        }
        FakeTransport one = hub.subscribe(StartPosition.after(before), "few/a");
        FakeTransport view = hub.subscribe(StartPosition.after(before), "few/*");
        FakeTransport earliest = hub.subscribe(StartPosition.earliest(), "few/b");
        awaitData(one, "a8", "a9", "a10");
        awaitData(view, "a8", "b8", "a9", "b9", "a10", "b10");
        awaitData(earliest, "b8", "b9", "b10");
        assertThat(gaps(one)).hasSize(1);
        assertThat(gaps(view)).hasSize(1);
    }

    @Test
    void client_thatHasAllThatIsServed_isToldNoGap() {
        JournalHub hub = onJournal(1_000);
        hub.publish("few/a", 1, 6);
        String seventh = hub.publish("few/a", "7");
        hub.publish("few/a", 8, 10);
        FakeTransport client = hub.subscribe(StartPosition.after(seventh), "few/a");
        awaitData(client, "8", "9", "10");
        assertThat(gaps(client)).isEmpty();
    }

    @Test
    void memoryStore_keepsToTheLimitsToo() {
        TestHub hub = new TestHub(config -> config.topicLimits(LIMITS));
        open.add(hub);
        String first = hub.publish("few/a", "1");
        hub.publish("few/a", 2, 10);
        FakeTransport client = hub.subscribe(StartPosition.after(first), "few/a");
        FakeTransport all = hub.subscribe(StartPosition.after(first), "**");
        awaitData(client, "8", "9", "10");
        awaitData(all, "8", "9", "10");
        assertThat(gaps(client)).hasSize(1);
        assertThat(gaps(all)).hasSize(1);
    }

    @Test
    void limits_thatAreNone_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicLimit.of("a", 0))
                .withMessage("retention events of a must be 1..1073741824: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicLimit.of("a", Duration.ZERO))
                .withMessage("retention age of a must be positive: PT0S");
        assertThatIllegalArgumentException().isThrownBy(() -> TopicLimit.of("a b", 1));
    }
}
