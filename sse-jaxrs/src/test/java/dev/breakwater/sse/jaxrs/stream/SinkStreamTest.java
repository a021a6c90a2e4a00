package dev.breakwater.sse.jaxrs.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.sse.HubConfig;
import dev.breakwater.sse.SseHub;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.Transport;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class SinkStreamTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SINK_BYTES = 1_000;
    private static final int BROADCASTER_BYTES = 10_000;

    private final SseHub hub = SseHub.create(HubConfig.builder()
            .name("test")
            .shards(2)
            .maxWriteBytes(512)
            .heartbeat(Duration.ofHours(1))
            .writeTimeout(Duration.ofHours(1))
            .build());
    private final Streams streams =
            new Streams(() -> hub, new StreamSettings(SINK_BYTES, BROADCASTER_BYTES, SlowConsumerPolicy.DISCONNECT));
    private final Client client = new Client();

    /** A client that takes what a test lets it take. */
    private static final class Client implements Transport {
        final Queue<String> writes = new ConcurrentLinkedQueue<>();
        private volatile Signals signals;
        private volatile boolean reads = true;
        private volatile boolean gone;
        volatile boolean ended;

        @Override
        public void start(Signals newSignals) {
            signals = newSignals;
        }

        @Override
        public boolean isReady() {
            return reads;
        }

        @Override
        public boolean write(byte[] bytes, int offset, int length) throws IOException {
            if (gone) {
                throw new EOFException("gone");
            }
            writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
            return reads;
        }

        @Override
        public void end() {
            ended = true;
            signals.ended(CloseReason.APPLICATION);
        }

        void readsOn() {
            reads = true;
            signals.writable();
        }

        /** What the application gave: a client is told {@code retry:} besides when its stream is some seconds old. */
        String text() {
            return String.join("", writes).replaceAll("retry: \\d+\n", "");
        }
    }

    private SinkStream open(Client to) {
        return open(streams, to);
    }

    private static SinkStream open(Streams in, Client to) {
        SinkStream stream = in.newStream();
        stream.open(null, to);
        to.readsOn();
        return stream;
    }

    private SinkStream openStalled(Client to) {
        to.reads = false;
        SinkStream stream = streams.newStream();
        stream.open(null, to);
        return stream;
    }

    private static Frame frame(String text) {
        return new Frame(text.getBytes(StandardCharsets.UTF_8), false);
    }

    @AfterEach
    void close() {
        streams.close();
        hub.close();
    }

    @Test
    void frame_whileTheClientReads_isWrittenAndItsStageCompletes() {
        SinkStream stream = open(client);

        assertThat(stream.send(frame("one"))).succeedsWithin(SOON);

        assertThat(client.text()).isEqualTo("one");
    }

    @Test
    void frames_thatPiledUp_goOutInOneWriteUpToTheMostThatOneMayHave() {
        SinkStream stream = openStalled(client);
        List<CompletableFuture<?>> sent = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            sent.add(stream.send(frame("x".repeat(100))).toCompletableFuture());
        }
        assertThat(sent).noneMatch(CompletableFuture::isDone);

        client.readsOn();

        sent.forEach(stage -> assertThat(stage).succeedsWithin(SOON));
        assertThat(client.writes).extracting(String::length).containsExactly(500, 400);
    }

    @Test
    void frame_sentBeforeTheResponseBegins_countsAsSentAtOnce() {
        client.reads = false;
        SinkStream stream = streams.newStream();

        assertThat(stream.send(frame("early"))).isCompleted();
        stream.open(null, client);
        assertThat(stream.send(frame("later"))).isNotCompleted();
    }

    @Test
    void frames_overTheBound_failAllThatWaitsAndEndTheStream() {
        SinkStream stream = openStalled(client);
        CompletableFuture<?> first = stream.send(frame("x".repeat(900))).toCompletableFuture();

        CompletableFuture<?> over = stream.send(frame("x".repeat(101))).toCompletableFuture();

        assertThat(over)
                .failsWithin(SOON)
                .withThrowableThat()
                .withMessageContaining("reads too slowly: more than 1000 bytes");
        assertThat(first).failsWithin(SOON).withThrowableThat().withMessageContaining("too-slow");
        await().atMost(SOON).until(() -> client.ended);
        assertThatThrownBy(() -> stream.send(frame("x"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void frame_largerThanTheBound_goesOutIfNothingElseWaits() {
        SinkStream stream = open(client);

        assertThat(stream.send(frame("x".repeat(5_000)))).succeedsWithin(SOON);
    }

    /** A sender waits for the shard for a while with each frame: with this bound for a second, until one is too many. */
    @Test
    void burst_largerThanTheBoundToAClientThatReads_goesOutWhole() {
        StreamSettings roomy = new StreamSettings(10 * SINK_BYTES, BROADCASTER_BYTES, SlowConsumerPolicy.DISCONNECT);
        try (Streams own = new Streams(() -> hub, roomy)) {
            SinkStream stream = open(own, client);
            assertThat(stream.send(frame("x"))).succeedsWithin(SOON);

            for (int i = 0; i < 1_000; i++) {
                stream.send(frame("x".repeat(100)));
            }

            await().atMost(SOON).until(() -> client.text().length() == 100_001);
            assertThat(stream.isClosed()).isFalse();
        }
    }

    @Test
    void close_whileFramesWait_endsTheStreamAfterThem() {
        SinkStream stream = openStalled(client);
        CompletableFuture<?> last = stream.send(frame("last")).toCompletableFuture();

        stream.close();
        stream.close();
        assertThat(client.ended).isFalse();
        client.readsOn();

        assertThat(last).succeedsWithin(SOON);
        await().atMost(SOON).until(() -> client.ended);
    }

    @Test
    void client_gone_failsWhatWaits() {
        CompletableFuture<?> waiting = openStalled(client).send(frame("one")).toCompletableFuture();

        client.signals.ended(CloseReason.CLIENT_GONE);

        assertThat(waiting).failsWithin(SOON).withThrowableThat().withMessageContaining("client-gone");
    }

    @Test
    void write_thatFails_failsItsStageAndEndsTheStream() {
        SinkStream stream = open(client);
        CompletableFuture<CloseReason> end = new CompletableFuture<>();
        stream.onEnd(end::complete);
        client.gone = true;

        assertThat(stream.send(frame("one"))).failsWithin(SOON);

        assertThat(end).succeedsWithin(SOON).isEqualTo(CloseReason.CLIENT_GONE);
    }

    @Test
    void dependants_ofAStage_mayBlockAndUseTheStream() {
        SinkStream stream = open(client);

        CompletableFuture<?> chained = stream.send(frame("one"))
                .thenRun(() -> stream.send(frame("two")).toCompletableFuture().join())
                .toCompletableFuture();

        assertThat(chained).succeedsWithin(SOON);
        assertThat(client.text()).isEqualTo("onetwo");
    }

    @Test
    void broadcast_toNobody_completesAtOnce() {
        assertThat(streams.newLog().append(frame("x"))).isCompleted();
    }

    @Test
    void broadcast_completesWhenTheLastHasItAndNotBefore() {
        BroadcastLog log = streams.newLog();
        Client stalled = new Client();
        open(client).register(log);
        openStalled(stalled).register(log);

        CompletableFuture<?> stage = log.append(frame("x")).toCompletableFuture();
        await().atMost(SOON).until(() -> client.text().equals("x"));
        assertThat(stage).isNotDone();
        stalled.readsOn();

        assertThat(stage).succeedsWithin(SOON);
        assertThat(stalled.text()).isEqualTo("x");
    }

    @Test
    void broadcast_whileAResourceMethodHasNotReturned_doesNotWaitForIt() {
        BroadcastLog log = streams.newLog();
        client.reads = false;
        SinkStream stream = streams.newStream();
        stream.register(log);

        assertThat(log.append(frame("early"))).succeedsWithin(SOON);
        stream.open(null, client);
        client.readsOn();

        await().atMost(SOON).until(() -> client.text().equals("early"));
    }

    @Test
    void stalledClient_isCutWhenTheLogIsFull_andTheOthersGetAll() {
        BroadcastLog log = streams.newLog();
        Client stalled = new Client();
        open(client).register(log);
        SinkStream slow = openStalled(stalled);
        slow.register(log);
        CompletableFuture<CloseReason> end = new CompletableFuture<>();
        slow.onEnd(end::complete);

        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String text = i + "x".repeat(100);
            expected.append(text);
            log.append(frame(text));
            await().atMost(SOON)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> client.text().contentEquals(expected));
        }

        assertThat(end).succeedsWithin(SOON).isEqualTo(CloseReason.TOO_SLOW);
        assertThat(stalled.writes).isEmpty();
    }

    @Test
    void streams_oneOfWhichIsStalled_holdNoMoreThanTheBound() {
        BroadcastLog log = streams.newLog();
        openStalled(client).register(log);

        List<CompletableFuture<?>> stages = IntStream.range(0, 1_000)
                .<CompletableFuture<?>>mapToObj(
                        i -> log.append(frame("x".repeat(100))).toCompletableFuture())
                .toList();

        // Let go or taken, all but what fits into the bound; some by the shard, which ends the stream meanwhile.
        await().atMost(SOON).until(() -> stages.subList(0, 900).stream().allMatch(CompletableFuture::isDone));
    }

    @Test
    void streams_closed_endAllAndTakeNoMore() {
        open(client);

        streams.close();

        assertThat(client.ended).isTrue();
        assertThatThrownBy(() -> streams.newStream().open(null, new Client()))
                .isInstanceOf(IllegalStateException.class);
    }
}
