package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.Subscription;
import dev.breakwater.sse.event.EventStreamParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Heartbeats, the longest life of a stream, and the patience with clients that take nothing. */
class StreamTimersTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    // Heartbeats: after 15 s of silence, up to a quarter early

    @Test
    void silentStream_getsAHeartbeat_whenTheIntervalIsOver() {
        try (TestHub hub = new TestHub()) {
            FakeTransport client = hub.subscribe("a");
            hub.settle();
            hub.advance(Duration.ofSeconds(11));
            assertThat(client.stream().comments()).isZero();
            hub.advance(Duration.ofSeconds(4).plusMillis(100));
            assertThat(client.stream().comments()).isEqualTo(1);
            assertThat(hub.hub.counters().heartbeats()).isEqualTo(1);
        }
    }

    @Test
    void heartbeat_carriesAFreshRetryAndNoEvent() {
        try (TestHub hub = new TestHub()) {
            FakeTransport client = hub.subscribe("a");
            hub.settle();
            EventStreamParser.Stream before = client.stream();
            hub.advance(Duration.ofSeconds(15).plusMillis(100));
            EventStreamParser.Stream after = client.stream();
            assertThat(after.retries()).hasSize(2);
            assertThat(after.retries().get(1))
                    .isBetween(1_000L, 2_000L)
                    .isNotEqualTo(before.retries().get(0));
            assertThat(after.messages()).isEqualTo(before.messages());
            assertThat(after.lastEventId()).isEqualTo(before.lastEventId());
        }
    }

    @Test
    void silentStream_isNeverSilentForLongerThanTheInterval() {
        try (TestHub hub = new TestHub()) {
            FakeTransport client = hub.subscribe("a");
            hub.settle();
            int silence = 0;
            for (int tenths = 0; tenths < 3_000; tenths++) {
                int before = client.stream().comments();
                hub.advance(Duration.ofMillis(100));
                silence = client.stream().comments() > before ? 0 : silence + 1;
                assertThat(silence).as("tenths of a second").isLessThanOrEqualTo(152);
            }
            assertThat(client.stream().comments()).isBetween(20, 27);
        }
    }

    @Test
    void streamWithEvents_getsNoHeartbeat() {
        try (TestHub hub = new TestHub()) {
            FakeTransport client = hub.subscribe("a");
            hub.settle();
            for (int i = 0; i < 30; i++) {
                hub.advance(Duration.ofSeconds(5));
                hub.publish("a", "x");
                hub.settle();
            }
            assertThat(client.stream().comments()).isZero();
            hub.advance(Duration.ofSeconds(15).plusMillis(100));
            assertThat(client.stream().comments()).isEqualTo(1);
        }
    }

    @Test
    void streamsThatStartedTogether_doNotBeatTogether() {
        try (TestHub hub = new TestHub()) {
            List<FakeTransport> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                clients.add(hub.subscribe("a"));
            }
            hub.settle();
            hub.advance(Duration.ofSeconds(11));
            Set<Integer> counts = new TreeSet<>();
            for (int tenths = 0; tenths < 41; tenths++) {
                hub.advance(Duration.ofMillis(100));
                counts.add(clients.stream()
                        .mapToInt(client -> client.stream().comments())
                        .sum());
            }
            assertThat(counts.size()).as("different moments").isGreaterThan(15);
            assertThat(clients)
                    .allSatisfy(client -> assertThat(client.stream().comments()).isEqualTo(1));
        }
    }

    @Test
    void stalledStream_getsNoHeartbeat_andOneOnceItReadsAgainAndIsSilent() {
        try (TestHub hub = new TestHub(config -> config.writeTimeout(Duration.ofHours(1)))) {
            FakeTransport client = hub.subscribe("a");
            hub.settle();
            client.block();
            hub.publish("a", "1");
            hub.settle();
            for (int i = 0; i < 60; i++) {
                hub.advance(SECOND);
            }
            client.unblock();
            hub.settle();
            assertThat(client.stream().comments()).isZero();
            for (int i = 0; i < 16; i++) {
                hub.advance(SECOND);
            }
            assertThat(client.stream().comments()).isBetween(1, 2);
        }
    }

    // The longest life

    @Test
    void stream_withoutALongestLife_lives() {
        try (TestHub hub = new TestHub()) {
            FakeTransport client = hub.subscribe("a");
            for (int day = 0; day < 400; day++) {
                hub.advance(Duration.ofDays(1));
            }
            assertThat(client.ends()).isZero();
        }
    }

    @Test
    void stream_endsAtItsLongestLife_upToAnEighthEarly() {
        try (TestHub hub = new TestHub(config -> config.maxStreamAge(Duration.ofSeconds(80)))) {
            FakeTransport client = new FakeTransport();
            Subscription subscription = hub.subscribe(client, TestHub.to("a"));
            hub.settle();
            hub.advance(Duration.ofSeconds(69));
            assertThat(client.ends()).isZero();
            hub.advance(Duration.ofSeconds(11).plusMillis(200));
            assertThat(client.ends()).isEqualTo(1);
            assertThat(TestHub.now(subscription.closed())).isEqualTo(CloseReason.MAX_AGE);
        }
    }

    @Test
    void streamsThatStartedTogether_doNotEndTogether() {
        try (TestHub hub = new TestHub(config -> config.maxStreamAge(Duration.ofSeconds(80)))) {
            List<FakeTransport> clients = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                clients.add(hub.subscribe("a"));
            }
            hub.settle();
            hub.advance(Duration.ofSeconds(70));
            Set<Long> counts = new TreeSet<>();
            for (int i = 0; i < 103; i++) {
                hub.advance(Duration.ofMillis(100));
                counts.add(hub.hub.streams());
            }
            assertThat(counts.size()).as("different moments").isGreaterThan(20);
            assertThat(counts).contains(0L);
        }
    }

    // The write timeout

    @Test
    void client_thatTakesNothingForTheWriteTimeout_isDisconnected_whateverItsPolicy() {
        for (SlowConsumerPolicy policy : SlowConsumerPolicy.values()) {
            try (TestHub hub = new TestHub()) {
                FakeTransport client = new FakeTransport();
                Subscription subscription =
                        hub.subscribe(client, TestHub.to("a").withPolicy(policy));
                hub.settle();
                client.block();
                hub.publish("a", "1");
                hub.settle();
                for (int i = 0; i < 29; i++) {
                    hub.advance(SECOND);
                }
                assertThat(client.ends()).isZero();
                hub.advance(SECOND.plusMillis(200));
                assertThat(client.ends()).isEqualTo(1);
                assertThat(TestHub.now(subscription.closed())).isEqualTo(CloseReason.TOO_SLOW);
            }
        }
    }

    @Test
    void client_thatNeverBecomesWritable_isDisconnected() {
        try (TestHub hub = new TestHub()) {
            FakeTransport client = FakeTransport.thatStartsBlocked();
            hub.subscribe(client, TestHub.to("a"));
            hub.settle();
            hub.advance(Duration.ofSeconds(29));
            assertThat(client.ends()).isZero();
            hub.advance(SECOND.plusMillis(200));
            assertThat(client.ends()).isEqualTo(1);
        }
    }

    @Test
    void client_thatTakesALittleNowAndThen_isNotDisconnected() {
        try (TestHub hub = new TestHub()) {
            FakeTransport client = hub.subscribe("a");
            hub.settle();
            client.block();
            for (int i = 0; i < 20; i++) {
                hub.publish("a", "x");
                hub.settle();
                hub.advance(Duration.ofSeconds(25));
                client.readOne();
                hub.settle();
            }
            assertThat(client.ends()).isZero();
            assertThat(client.data()).hasSize(20);
        }
    }

    @Test
    void idleClient_isNotTakenForAStalledOne() {
        try (TestHub hub = new TestHub(config -> config.heartbeat(Duration.ofHours(1)))) {
            FakeTransport client = hub.subscribe("a");
            hub.settle();
            for (int i = 0; i < 50; i++) {
                hub.advance(Duration.ofMinutes(1));
            }
            assertThat(client.ends()).isZero();
        }
    }
}
