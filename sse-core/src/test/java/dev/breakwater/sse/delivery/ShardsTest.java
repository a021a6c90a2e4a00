package dev.breakwater.sse.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.ManualClock;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.log.EventLog;
import dev.breakwater.sse.log.LogBounds;
import dev.breakwater.sse.store.History;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardsTest {
    private final ManualClock clock = new ManualClock();
    private final EventLog log = new EventLog(new LogBounds(100, 1 << 20, Duration.ofHours(1)), clock, 10, 0);
    private final Shards shards = new Shards(
            "test",
            4,
            log,
            new DeliverySettings(
                    Duration.ofSeconds(15),
                    Duration.ZERO,
                    Duration.ofSeconds(30),
                    4_096,
                    SlowConsumerPolicy.DISCONNECT,
                    clock,
                    new Random(1)),
            new RetryWindow(Duration.ofSeconds(1), Duration.ofMinutes(5), 10),
            new OpeningRates(() -> 10, () -> Integer.MAX_VALUE),
            position -> new EventId("test", position),
            History.NONE);

    @AfterEach
    void close() {
        shards.close(Duration.ofMillis(1));
    }

    private Subscription subscribe(FakeTransport client) {
        return shards.subscribe(
                client,
                SlowConsumerPolicy.SKIP,
                Beginning.at(
                        log.cursor(List.of(TopicPattern.of("a")), 0),
                        "retry: 1000\n\n".getBytes(StandardCharsets.US_ASCII)));
    }

    /** A crowd that came faster than the shards looked all went to the first one. */
    @Test
    void streamsThatComeAllAtOnce_areSpreadOverTheShards() {
        List<FakeTransport> clients = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            FakeTransport client = new FakeTransport();
            clients.add(client);
            subscribe(client);
        }
        await().untilAsserted(() -> assertThat(clients).allMatch(client -> client.writer() != null));
        Map<Thread, Long> ofShard = clients.stream()
                .map(FakeTransport::writer)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(ofShard.values()).containsExactly(100L, 100L, 100L, 100L);
    }

    @Test
    void streamsThatEnd_makeRoomOnTheirShard() {
        FakeTransport first = new FakeTransport();
        subscribe(first);
        for (int i = 0; i < 3; i++) {
            subscribe(new FakeTransport());
        }
        await().until(() -> first.writer() != null);
        first.giveBack(CloseReason.CLIENT_GONE);
        await().until(() -> shards.streams() == 3);
        FakeTransport next = new FakeTransport();
        subscribe(next);
        await().untilAsserted(() -> assertThat(next.writer()).isSameAs(first.writer()));
    }

    @Test
    void retry_widensWithThePopulation() {
        for (int i = 0; i < 400; i++) {
            subscribe(new FakeTransport());
        }
        long widest = 0;
        for (int i = 0; i < 1_000; i++) {
            widest = Math.max(widest, shards.drawRetry().toMillis());
        }
        assertThat(widest).as("400 streams at 10 a second").isBetween(43_000L, 45_000L);
    }

    // Closing

    @Test
    void streamsThatDoNotEnd_areLeftBehindInTime_andTellStill_whenTheyDo() {
        FakeTransport hanging = new FakeTransport().hangingAtTheEnd();
        FakeTransport ends = new FakeTransport();
        Subscription left = subscribe(hanging);
        Subscription ended = subscribe(ends);
        await().until(() -> hanging.writer() != null && ends.writer() != null);
        shards.close(Duration.ofMillis(50));
        await().until(() -> !hanging.writer().isAlive() && !ends.writer().isAlive());
        assertThat(hanging.ends()).isEqualTo(1);
        assertThat(ended.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.SERVER);
        assertThat(left.closed().toCompletableFuture()).isNotDone();
        assertThat(shards.streams()).isEqualTo(1);

        hanging.giveBack(CloseReason.TOO_SLOW);
        assertThat(left.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.SERVER);
        assertThat(shards.streams()).isZero();
    }

    @Test
    void streamThatComesTooLate_isEndedAtOnce() {
        shards.close(Duration.ofSeconds(5));
        FakeTransport late = new FakeTransport();
        Subscription subscription = subscribe(late);
        assertThat(late.ends()).isEqualTo(1);
        assertThat(late.writes()).isEmpty();
        assertThat(subscription.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.SERVER);
        assertThat(shards.streams()).isZero();
    }

    @Test
    void questions_areAnsweredAfterTheEnd() {
        shards.close(Duration.ofSeconds(5));
        assertThat(shards.lags().toCompletableFuture()).isCompletedWithValueMatching(lags -> lags.length == 0);
        assertThat(shards.nextPosition().toCompletableFuture()).isCompletedWithValue(Long.MAX_VALUE);
    }

    @Test
    void closing_thatIsInterrupted_goesOnWithoutWaiting_andStaysInterrupted() {
        FakeTransport hanging = new FakeTransport().hangingAtTheEnd();
        subscribe(hanging);
        await().until(() -> hanging.writer() != null);
        Thread.currentThread().interrupt();
        shards.close(Duration.ofMinutes(10));
        assertThat(Thread.interrupted()).isTrue();
        await().until(() -> !hanging.writer().isAlive());
    }

    @Test
    void closing_fromWhatWaitsForAnEnd_ends() {
        FakeTransport client = new FakeTransport();
        Subscription subscription = subscribe(client);
        await().until(() -> client.writer() != null);
        subscription.closed().thenRun(() -> shards.close(Duration.ofMillis(10)));
        client.giveBack(CloseReason.CLIENT_GONE);
        await().until(() -> !client.writer().isAlive());
    }
}
