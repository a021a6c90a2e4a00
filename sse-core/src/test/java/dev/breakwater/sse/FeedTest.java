package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.breakwater.sse.delivery.ClientKey;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.Feed;
import dev.breakwater.sse.delivery.Outlet;
import dev.breakwater.sse.delivery.Subscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** Streams that an application feeds are streams of the hub in all but what they deliver. */
class FeedTest {
    private static final Duration INTERVAL = Duration.ofSeconds(15).plusMillis(100);

    private final TestHub hub = new TestHub(config -> config.maxStreamAge(Duration.ofMinutes(10)));
    private final FakeTransport client = new FakeTransport();
    private final Blocks feed = new Blocks();

    /** A feed of whole blocks; the shard's thread and the test's take turns. */
    private static final class Blocks implements Feed {
        final Queue<String> waiting = new ArrayDeque<>();
        final List<CloseReason> ends = new ArrayList<>();
        Outlet outlet;
        boolean over;
        boolean overtaken;
        boolean tellsRetry;
        int delivered;

        @Override
        public void opened(Outlet newOutlet) {
            outlet = newOutlet;
        }

        @Override
        public byte[] next(int most, long pass) {
            String block = waiting.poll();
            return block == null ? new byte[0] : block.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int events() {
            return 1;
        }

        @Override
        public void delivered() {
            delivered++;
        }

        @Override
        public void mustWait() {
            // The test knows.
        }

        @Override
        public boolean hasMore() {
            return !waiting.isEmpty();
        }

        @Override
        public boolean isOver() {
            return over && waiting.isEmpty();
        }

        @Override
        public boolean isOvertaken() {
            return overtaken;
        }

        @Override
        public long lag() {
            return waiting.size();
        }

        @Override
        public boolean tellsRetry() {
            return tellsRetry;
        }

        @Override
        public void ended(CloseReason why) {
            ends.add(why);
        }
    }

    private Subscription open() throws IOException {
        Subscription stream = hub.hub.feed(feed, null, () -> client);
        hub.settle();
        return stream;
    }

    private void feed(String... blocks) {
        feed.waiting.addAll(List.of(blocks));
        feed.outlet.wake();
        hub.settle();
    }

    @Test
    void stream_thatIsFed_deliversAndIsCounted() throws Exception {
        try (hub) {
            open();
            feed("data: 1\n\n", "data: 2\n\n");

            assertThat(client.text()).isEqualTo("data: 1\n\ndata: 2\n\n");
            assertThat(feed.delivered).isEqualTo(2);
            assertThat(hub.hub.streams()).isOne();
            assertThat(hub.hub.counters().events()).isEqualTo(2);
            assertThat(hub.hub.counters().bytes()).isEqualTo(18);
        }
    }

    @Test
    void silentStream_getsAnEmptyLineAndARetryWithin() throws Exception {
        try (hub) {
            open();
            hub.advance(INTERVAL);

            assertThat(client.text()).matches("retry: \\d+\n\n");
            assertThat(hub.hub.counters().heartbeats()).isOne();
        }
    }

    @Test
    void streamThatIs5sOld_isToldARetryInTheBlockOfTheNextEvent() throws Exception {
        try (hub) {
            open();
            feed("data: 1\n\n");
            hub.advance(Duration.ofMillis(5_100));
            feed("data: 2\n\n", "data: 3\n\n");

            assertThat(client.text()).matches("data: 1\n\nretry: \\d+\ndata: 2\n\ndata: 3\n\n");
        }
    }

    @Test
    void applicationThatTellsRetriesItself_isLeftToDoSo() throws Exception {
        try (hub) {
            open();
            feed.tellsRetry = true;
            hub.advance(INTERVAL);

            assertThat(client.text()).isEqualTo("\n");
        }
    }

    @Test
    void feed_thatIsOver_endsItsStreamAfterWhatWaits() throws Exception {
        try (hub) {
            Subscription stream = open();
            feed.over = true;
            feed("data: last\n\n");

            assertThat(client.text()).isEqualTo("data: last\n\n");
            assertThat(TestHub.now(stream.closed())).isEqualTo(CloseReason.APPLICATION);
            assertThat(feed.ends).containsExactly(CloseReason.APPLICATION);
        }
    }

    @Test
    void feed_whoseClientLosesWhatMayNotBeSkipped_isEnded() throws Exception {
        try (hub) {
            Subscription stream = open();
            feed.overtaken = true;
            feed.outlet.end(Outlet.EndReason.TOO_SLOW);

            assertThat(TestHub.now(stream.closed())).isEqualTo(CloseReason.TOO_SLOW);
            assertThat(feed.ends).containsExactly(CloseReason.TOO_SLOW);
        }
    }

    @Test
    void drain_tellsARetryAndEndsTheStreamAfterWhatWaits() throws Exception {
        try (hub) {
            open();
            hub.hub.drain(Duration.ZERO);
            hub.advance(Duration.ofMillis(200));

            assertThat(client.text()).matches("retry: \\d+\n\n");
            assertThat(feed.ends).containsExactly(CloseReason.DRAINED);
            assertThat(hub.hub.streams()).isZero();
            assertThatIllegalStateException().isThrownBy(this::open).withMessageContaining("drained");
        }
    }

    @Test
    void stream_ofTheGreatestAge_ends() throws Exception {
        try (hub) {
            open();
            hub.advance(Duration.ofMinutes(10).plusSeconds(1));
            hub.advance(Duration.ofSeconds(1));

            assertThat(feed.ends).containsExactly(CloseReason.MAX_AGE);
        }
    }

    @Test
    void client_thatSaysWhoItIs_endsItsGhost() throws Exception {
        try (hub) {
            ClientKey me = new ClientKey("address 192.0.2.1", "me");
            Subscription ghost = hub.hub.feed(feed, me, () -> client);
            hub.hub.feed(new Blocks(), me, FakeTransport::new);

            assertThat(TestHub.now(ghost.closed())).isEqualTo(CloseReason.REPLACED);
        }
    }
}
