package dev.breakwater.sse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a shard does in each of its passes. */
class ShardTest {
    private final TestShard test = new TestShard();

    @Test
    void pass_withNothingToDo_says_thatTheThreadMayPark() {
        assertThat(test.shard.pass()).isFalse();
    }

    @Test
    void pass_deliversWhatWasPublishedBefore() {
        FakeTransport client = new FakeTransport();
        test.subscribe(client, "a");
        test.settle();
        test.publish("a", "1");
        test.shard.pass();
        assertThat(client.data()).containsExactly("1");
    }

    /** A publisher posts as fast as a shard takes: a pass that waited for the queue to be empty never delivered. */
    @Test
    void pass_leavesWhatIsPostedMeanwhileToTheNext() {
        int most = 10_000;
        AtomicInteger runs = new AtomicInteger();
        ShardWork again = new ShardWork() {
            @Override
            public void runOnShard() {
                if (runs.incrementAndGet() < most) {
                    test.shard.post(this);
                }
            }
        };
        test.shard.post(again);
        assertThat(test.shard.pass()).isTrue();
        assertThat(runs).hasValue(1);
        test.shard.pass();
        assertThat(runs).hasValue(2);
    }

    /** The heartbeat was left waiting, and the thread parked until the next one was due. */
    @Test
    void pass_inWhichAHeartbeatFellDue_saysThatThereIsMoreToDo() {
        FakeTransport client = new FakeTransport();
        test.subscribe(client, "a");
        test.settle();
        test.clock.advance(Duration.ofSeconds(16));
        assertThat(test.shard.pass()).isTrue();
        test.shard.pass();
        assertThat(client.stream().comments()).isEqualTo(1);
    }

    /** Let in one after the other, and handled together: they open at the rate all the same, and after who is here. */
    @Test
    void crowd_opensAtTheRate_andAFewInAPass() {
        test.streamsPerSecond = 1_000;
        FakeTransport early = new FakeTransport();
        test.subscribe(early, "a");
        test.settle();
        List<FakeTransport> crowd = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            crowd.add(new FakeTransport());
            test.subscribe(crowd.get(i), "a");
        }
        test.publish("a", "1");
        test.shard.pass();
        assertThat(early.data()).containsExactly("1");
        test.shard.pass();
        assertThat(open(crowd)).isLessThanOrEqualTo(32);
        test.settle();
        assertThat(open(crowd)).isBetween(24L, 26L);
        assertThat(test.shard.newcomers()).isBetween(474, 476);

        test.clock.advance(Duration.ofMillis(100));
        test.settle();
        assertThat(open(crowd)).isBetween(48L, 52L);
        assertThat(test.shard.takeLongestOpeningNanos())
                .isEqualTo(Duration.ofMillis(100).toNanos());

        for (int i = 0; i < 50; i++) {
            test.clock.advance(Duration.ofMillis(40));
            test.settle();
        }
        assertThat(open(crowd)).isEqualTo(500);
        assertThat(crowd).allSatisfy(client -> assertThat(client.data()).containsExactly("1"));
        assertThat(test.shard.newcomers()).isZero();
    }

    private static long open(List<FakeTransport> clients) {
        return clients.stream()
                .filter(client -> !client.stream().retries().isEmpty())
                .count();
    }

    /** Its turn never came. */
    @Test
    void newcomer_thatIsClosedBeforeItsTurn_ends() {
        test.streamsPerSecond = 1;
        test.subscribe(new FakeTransport(), "a");
        test.subscribe(new FakeTransport(), "a");
        StreamSubscription third = test.subscribe(new FakeTransport(), "a");
        test.settle();
        assertThat(test.shard.newcomers()).isEqualTo(1);
        third.close();
        test.settle();
        assertThat(third.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.APPLICATION);
        assertThat(test.shard.streams()).isEqualTo(2);
    }

    @Test
    void newcomers_ofAShardThatCloses_endWithIt() {
        test.streamsPerSecond = 1;
        for (int i = 0; i < 10; i++) {
            test.subscribe(new FakeTransport(), "a");
        }
        test.settle();
        test.shard.close();
        test.settle();
        assertThat(test.shard.streams()).isZero();
        assertThat(test.counters.closed(CloseReason.SERVER)).isEqualTo(10);
    }

    @Test
    void fault_inATimer_endsItsStreamAndNoOther() {
        FakeTransport first = new FakeTransport();
        FakeTransport other = new FakeTransport();
        StreamSubscription failing = test.subscribe(first, "a");
        test.settle();
        test.clock.advance(Duration.ofSeconds(9));
        test.subscribe(other, "a");
        test.settle();
        test.clock.advance(Duration.ofSeconds(7));
        test.retry = () -> {
            throw new IllegalStateException("a fault of the test");
        };
        test.settle();
        assertThat(failing.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.ERROR);
        test.publish("a", "1");
        test.settle();
        assertThat(other.data()).containsExactly("1");
    }

    @Test
    void publisher_marksAnAudienceOnce_untilTheShardHasLooked() {
        FakeTransport client = new FakeTransport();
        test.subscribe(client, "a");
        test.settle();
        for (int i = 0; i < 100; i++) {
            test.publish("a", "x");
        }
        int passes = 0;
        while (test.shard.pass()) {
            passes++;
        }
        assertThat(client.data()).hasSize(100);
        assertThat(passes).isLessThan(5);
    }

    @Test
    void streamsThatLeaveTheirAudience_leaveTheOthersInIt() {
        List<FakeTransport> clients = new ArrayList<>();
        List<StreamSubscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(new FakeTransport());
            subscriptions.add(test.subscribe(clients.get(i), "a", "b", i % 2 == 0 ? "c" : "d"));
        }
        test.settle();
        List<Integer> gone = new ArrayList<>();
        for (int next : List.of(0, 19, 7, 8, 1, 18, 10)) {
            subscriptions.get(next).close();
            gone.add(next);
            test.settle();
            for (String topic : List.of("a", "b", "c", "d")) {
                test.publish(topic, gone.size() + topic);
            }
            test.settle();
            for (int i = 0; i < clients.size(); i++) {
                String last = gone.size() + (i % 2 == 0 ? "c" : "d");
                if (gone.contains(i)) {
                    assertThat(clients.get(i).data()).doesNotContain(last);
                } else {
                    assertThat(clients.get(i).data()).endsWith(gone.size() + "a", gone.size() + "b", last);
                }
            }
        }
    }

    /** Some are disconnected while their audience is told, which shrinks under the iteration. */
    @Test
    void streamsThatEndWhileTheirAudienceIsTold_doNotHideOthersFromIt() {
        TestShard small = new TestShard(16);
        List<FakeTransport> stalled = new ArrayList<>();
        List<FakeTransport> reading = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            FakeTransport client = new FakeTransport();
            small.subscribe(client, "a");
            (i % 3 == 0 ? reading : stalled).add(client);
        }
        small.settle();
        stalled.forEach(FakeTransport::block);
        for (int published = 1; published <= 40; published++) {
            small.publish("a", "x");
            small.settle();
            for (FakeTransport client : reading) {
                assertThat(client.data()).hasSize(published);
            }
        }
        assertThat(reading).allMatch(client -> client.ends() == 0);
        assertThat(stalled).allMatch(client -> client.ends() == 1);
    }

    @Test
    void signals_howeverMany_runTheStreamOnce() {
        FakeTransport client = new FakeTransport();
        test.subscribe(client, "a");
        test.settle();
        for (int i = 0; i < 1_000; i++) {
            client.signalWritable();
        }
        test.shard.pass();
        assertThat(test.shard.pass()).as("one pass was enough for all").isFalse();
    }

    @Test
    void transport_isStartedBeforeAnythingElse_andSignalsMeanwhileAreKept() {
        FakeTransport client = new FakeTransport();
        StreamSubscription subscription = test.subscription(client, SlowConsumerPolicy.SKIP, "a");
        subscription.writable(); // comes early: nothing is posted yet
        assertThat(test.shard.pass()).isFalse();
        test.shard.take(subscription);
        test.settle();
        assertThat(client.stream().retries()).hasSize(1);
    }

    @Test
    void transportThatEndsWhileItStarts_endsItsStream() {
        FakeTransport client = new FakeTransport();
        StreamSubscription subscription = test.subscription(client, SlowConsumerPolicy.SKIP, "a");
        subscription.ended(CloseReason.CLIENT_GONE);
        test.shard.take(subscription);
        test.settle();
        assertThat(subscription.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.CLIENT_GONE);
        assertThat(test.shard.streams()).isZero();
        assertThat(test.counters.opened()).isEqualTo(1);
        assertThat(test.counters.closed(CloseReason.CLIENT_GONE)).isEqualTo(1);
    }

    // Ends

    @Test
    void stream_thatIsClosed_endsAfterWhatWasWritten() {
        FakeTransport client = new FakeTransport();
        StreamSubscription subscription = test.subscribe(client, "a");
        test.publish("a", "1");
        test.settle();
        subscription.close();
        subscription.close();
        test.publish("a", "2");
        test.settle();
        assertThat(client.data()).containsExactly("1");
        assertThat(client.ends()).isEqualTo(1);
        assertThat(subscription.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.APPLICATION);
        subscription.close();
        test.settle();
        assertThat(client.ends()).isEqualTo(1);
    }

    @Test
    void streamThatEnds_isCounted_untilItsConnectionIsGivenBack() {
        FakeTransport client = new FakeTransport().hangingAtTheEnd();
        StreamSubscription subscription = test.subscribe(client, "a");
        test.settle();
        subscription.close();
        test.settle();
        assertThat(test.shard.streams()).isEqualTo(1);
        assertThat(subscription.closed().toCompletableFuture()).isNotDone();
        client.giveBack(CloseReason.CLIENT_GONE);
        test.settle();
        assertThat(test.shard.streams()).isZero();
        assertThat(subscription.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.APPLICATION);
    }

    @Test
    void streamThatEnds_leavesTheLogAtOnce() {
        FakeTransport client = new FakeTransport().hangingAtTheEnd();
        StreamSubscription subscription = test.subscribe(client, "a/*");
        test.settle();
        subscription.close();
        test.settle();
        assertThat(subscription.lag()).isZero();
        test.publish("a/1", "x");
        assertThat(test.shard.pass()).as("nobody is told").isFalse();
    }

    @Test
    void closed_completesOnceAndNobodyElseCanCompleteIt() {
        FakeTransport client = new FakeTransport();
        StreamSubscription subscription = test.subscribe(client, "a");
        test.settle();
        subscription.closed().toCompletableFuture().complete(CloseReason.ERROR);
        assertThat(subscription.closed().toCompletableFuture()).isNotDone();
        client.giveBack(CloseReason.TOO_SLOW);
        client.giveBack(CloseReason.CLIENT_GONE);
        test.settle();
        assertThat(subscription.closed().toCompletableFuture()).isCompletedWithValue(CloseReason.TOO_SLOW);
        assertThat(test.counters.closed(CloseReason.TOO_SLOW)).isEqualTo(1);
        assertThat(test.counters.closed(CloseReason.CLIENT_GONE)).isZero();
    }
}
