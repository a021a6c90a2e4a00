package dev.breakwater.sse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the hub asks all streams of a shard. */
class CensusTest {
    private final TestShard test = new TestShard();

    @Test
    void nextPositions_areWhatReadingClientsWaitFor() {
        FakeTransport reads = new FakeTransport();
        FakeTransport slow = new FakeTransport();
        test.subscribe(reads, "a");
        test.subscribe(slow, "a");
        test.settle();
        assertThat(nextPositions()).containsOnly(Long.MAX_VALUE);
        slow.block();
        test.publish("a", "1");
        test.settle();
        test.publish("a", "2");
        test.publish("a", "3");
        test.settle();
        assertThat(nextPositions()).containsExactlyInAnyOrder(2, Long.MAX_VALUE);
        assertThat(lags()).containsExactlyInAnyOrder(0, 2);
    }

    @Test
    void nextPosition_ofAClientThatStalledForASecond_doesNotCount() {
        FakeTransport stalled = new FakeTransport();
        test.subscribe(stalled, "a");
        test.settle();
        stalled.block();
        test.publish("a", "1");
        test.settle();
        test.publish("a", "2");
        test.settle();
        test.clock.advance(Duration.ofMillis(1_000));
        test.settle();
        assertThat(nextPositions()).containsExactly(2);
        test.clock.advance(Duration.ofMillis(1));
        test.settle();
        assertThat(nextPositions()).containsExactly(Long.MAX_VALUE);
    }

    /** One look at ten thousand streams took some milliseconds, once a second, and every delivery waited for it. */
    @Test
    void question_toAThousandStreams_isAskedInSeveralPasses_whichDeliver() {
        clients(1_000);
        FakeTransport reads = new FakeTransport();
        test.subscribe(reads, "b");
        test.settle();
        CompletableFuture<long[]> lags = test.shard.ask(ShardStream::lag).toCompletableFuture();
        test.shard.pass();
        for (int event = 1; event <= 3; event++) {
            assertThat(lags).isNotDone();
            test.publish("b", "event " + event);
            assertThat(test.shard.pass()).isTrue();
            assertThat(reads.data()).hasSize(event);
        }
        assertThat(lags).isCompletedWithValueMatching(answers -> answers.length == 1_001);
    }

    @Test
    void streamsThatEndMeanwhile_andThoseThatCome_spoilNoAnswer() {
        List<FakeTransport> clients = clients(600);
        clients.forEach(FakeTransport::block);
        test.publish("a", "1");
        test.settle();
        test.publish("a", "2");
        CompletableFuture<long[]> lags = test.shard.ask(ShardStream::lag).toCompletableFuture();
        test.shard.pass();
        clients.forEach(client -> client.giveBack(CloseReason.CLIENT_GONE));
        test.subscribe(new FakeTransport(), "a");
        test.settle();
        long[] answers = lags.join();
        assertThat(answers).hasSize(600);
        assertThat(Arrays.stream(answers).filter(lag -> lag == 1))
                .as("asked before")
                .hasSize(512);
        assertThat(Arrays.stream(answers).filter(lag -> lag == 0))
                .as("had ended")
                .hasSize(88);
        assertThat(lags()).containsExactly(0);
    }

    private List<FakeTransport> clients(int count) {
        List<FakeTransport> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(new FakeTransport());
            test.subscribe(clients.get(i), "a");
        }
        test.settle();
        return clients;
    }

    private long[] lags() {
        CompletableFuture<long[]> answer = test.shard.ask(ShardStream::lag).toCompletableFuture();
        test.settle();
        return answer.join();
    }

    private long[] nextPositions() {
        CompletableFuture<long[]> answer =
                test.shard.ask(ShardStream::nextPosition).toCompletableFuture();
        test.settle();
        return answer.join();
    }
}
