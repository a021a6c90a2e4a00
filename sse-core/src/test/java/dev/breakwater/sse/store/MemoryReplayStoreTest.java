package dev.breakwater.sse.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.ManualClock;
import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.EventId;
import dev.breakwater.sse.event.EventStreamParser;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.log.LogBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryReplayStoreTest {
    private static final LogBounds MEMORY = new LogBounds(10, 1 << 20, Duration.ofHours(1));

    private final ManualClock clock = new ManualClock();
    private final MemoryReplayStore store = new MemoryReplayStore(clock, new Random(3));

    @BeforeEach
    void open() {
        store.open(MEMORY);
    }

    private static Publication events(int count) {
        List<EncodedEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(EncodedEvent.of(SseEvent.of("a", "x")));
        }
        return Publication.of(events);
    }

    private static long[] positions(CompletionStage<Receipt> stage) {
        return stage.toCompletableFuture().join().positions();
    }

    @Test
    void epoch_isOneThatIdsCanHave() {
        assertThat(new EventId(store.epoch(), store.open(MEMORY))).hasToString(store.epoch() + "-0");
    }

    @Test
    void epochs_differFromStartToStart() {
        Random random = new Random(1);
        assertThat(LongStream.range(0, 1_000)
                        .mapToObj(i -> new MemoryReplayStore(clock, random).epoch())
                        .distinct())
                .hasSize(1_000);
    }

    @Test
    void events_getPositionsFromOneOn_andReachTheTailSealed() {
        List<String> fed = new ArrayList<>();
        store.feed((positions, timestamp, events) -> {
            for (int i = 0; i < positions.length; i++) {
                byte[] frame =
                        Arrays.copyOf(events.get(i).frame(), events.get(i).length());
                fed.add(positions[i] + " " + EventStreamParser.parse(frame).lastEventId() + " " + timestamp);
            }
        });
        assertThat(positions(store.append(events(1)))).containsExactly(1);
        assertThat(positions(store.append(events(2)))).containsExactly(2, 3);
        long now = clock.millis();
        assertThat(fed)
                .containsExactly(
                        "1 " + store.epoch() + "-1 " + now,
                        "2 " + store.epoch() + "-2 " + now,
                        "3 " + store.epoch() + "-3 " + now);
    }

    @Test
    void appending_withoutATail_fails() {
        assertThatThrownBy(() -> positions(store.append(events(1))))
                .hasRootCauseMessage("the replay store is not open");
    }

    @Test
    void appending_toAStoreThatIsClosed_failsAndFeedsNothing() {
        List<Long> fed = new ArrayList<>();
        store.feed((positions, timestamp, events) -> fed.add(positions[0]));
        store.close();
        assertThatThrownBy(() -> positions(store.append(events(1))))
                .hasRootCauseMessage("the replay store is not open");
        assertThat(fed).isEmpty();
    }

    @Test
    void idOfThisEpochOnly_isKnown() {
        assertThat(store.knows(new EventId(store.epoch(), 99))).isTrue();
        assertThat(store.knows(new EventId("0therL1fe", 1))).isFalse();
    }

    private static Publication keyed(String key, String data) {
        return new Publication(List.of(EncodedEvent.of(SseEvent.of("a", data))), new Idempotency(key, data.hashCode()));
    }

    @Test
    void repeat_withinTheRetention_isAnsweredWithTheFirstPosition() {
        List<Long> fed = new ArrayList<>();
        store.feed((positions, timestamp, events) -> fed.add(positions[0]));
        assertThat(store.append(keyed("k", "x")).toCompletableFuture().join()).isEqualTo(new Receipt(1, 1, false));
        assertThat(store.append(keyed("k", "x")).toCompletableFuture().join()).isEqualTo(new Receipt(1, 1, true));
        assertThat(fed).containsExactly(1L);
    }

    @Test
    void repeat_ofAKeyForOtherEvents_isAConflict() {
        store.feed((positions, timestamp, events) -> {});
        positions(store.append(keyed("k", "x")));
        assertThatThrownBy(() -> positions(store.append(keyed("k", "y"))))
                .hasRootCauseInstanceOf(IdempotencyConflictException.class);
    }

    @Test
    void repeat_beyondTheRetention_isAppendedAnew() {
        store.feed((positions, timestamp, events) -> {});
        positions(store.append(keyed("k", "x")));
        positions(store.append(events(10)));
        assertThat(store.append(keyed("k", "x")).toCompletableFuture().join()).isEqualTo(new Receipt(12, 1, false));
    }

    @Test
    void timestamps_whenTheClockIsSetBack_stay() {
        List<Long> stamped = new ArrayList<>();
        store.feed((positions, timestamp, events) -> stamped.add(timestamp));
        positions(store.append(events(1)));
        clock.advance(Duration.ofHours(-1));
        positions(store.append(events(1)));
        assertThat(stamped.get(1)).isEqualTo(stamped.get(0));
    }
}
