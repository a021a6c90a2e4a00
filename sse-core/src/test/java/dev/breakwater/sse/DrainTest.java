package dev.breakwater.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.breakwater.sse.admission.Deferral;
import dev.breakwater.sse.admission.DeferralReason;
import dev.breakwater.sse.delivery.ClientKey;
import dev.breakwater.sse.delivery.CloseReason;
import dev.breakwater.sse.delivery.Drain;
import dev.breakwater.sse.delivery.FakeTransport;
import dev.breakwater.sse.delivery.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Emptying a hub, in a time that the test moves. */
class DrainTest {
    private final TestHub hub = new TestHub(config -> config.acceptRate(10));

    @AfterEach
    void close() {
        hub.close();
    }

    private List<FakeTransport> clients(int count) {
        List<FakeTransport> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(hub.subscribe("a"));
        }
        hub.settle();
        return clients;
    }

    private static long ended(List<FakeTransport> clients) {
        return clients.stream().filter(client -> client.ends() > 0).count();
    }

    @Test
    void streams_areClosedEvenlyOverTheWindow() {
        List<FakeTransport> clients = clients(300);

        Drain drain = hub.hub.drain(Duration.ofSeconds(30));
        hub.settle();

        assertThat(drain.total()).isEqualTo(300);
        for (int second = 1; second <= 29; second++) {
            hub.advance(Duration.ofSeconds(1));
            assertThat(ended(clients)).as("after %d s", second).isBetween(10L * second - 3, 10L * second + 3);
            assertThat(drain.left()).isEqualTo(300 - ended(clients));
        }
        hub.advance(Duration.ofSeconds(2));
        assertThat(ended(clients)).isEqualTo(300);
        assertThat(drain.done().toCompletableFuture()).isCompleted();
        assertThat(hub.hub.counters().closed(CloseReason.DRAINED)).isEqualTo(300);
    }

    /** 300 streams in 5 s, and elsewhere takes 10 a second: the delays have to spread them over 25 s more. */
    @Test
    void clients_areEachToldADelayOfTheirOwn_asWideAsElsewhereNeeds() {
        List<FakeTransport> clients = clients(300);

        hub.hub.drain(Duration.ofSeconds(5));
        hub.settle();
        for (int i = 0; i < 60; i++) {
            hub.advance(Duration.ofMillis(100));
        }

        Set<Long> delays = new TreeSet<>();
        for (FakeTransport client : clients) {
            assertThat(client.ends()).isEqualTo(1);
            long retry = client.stream().retryMillis();
            assertThat(retry).isBetween(1_000L, 27_000L);
            delays.add(retry);
        }
        assertThat(delays.size()).as("different delays").isGreaterThan(280);
    }

    /** Each of 18,000 clients once came again and again while the server was emptied, 3,300 a second. */
    @Test
    void clients_thatComeBackTooEarly_goToTheEnd_soThatNoMoreComeThanTheRate() {
        clients(100);
        hub.hub.drain(Duration.ZERO);
        hub.settle();
        hub.advance(Duration.ofMillis(200));

        int[] comeInSecond = new int[25];
        for (int i = 0; i < 100; i++) {
            Deferral deferral = hub.hub.admission().admit(i);
            assertThat(deferral).isNotNull();
            comeInSecond[(int) deferral.retry().toSeconds()]++;
        }
        // 10 a second, and up to a second of chance; behind the 100 whose streams were ended.
        assertThat(Arrays.copyOf(comeInSecond, 11)).containsOnly(0);
        assertThat(Arrays.stream(comeInSecond).max().orElseThrow()).isBetween(10, 20);
    }

    /** What was published before its turn came is written before its stream ends. */
    @Test
    void client_getsWhatIsInTheLogForIt_beforeItsStreamEnds() {
        FakeTransport slow = hub.subscribe("a");
        hub.settle();
        slow.block();
        hub.publish("a", 1, 3);
        hub.settle();
        hub.publish("a", 4, 6);
        hub.hub.drain(Duration.ZERO);
        hub.settle();
        hub.advance(Duration.ofMillis(200));
        assertThat(slow.ends()).as("it has not got everything").isZero();

        slow.unblock();
        hub.settle();

        assertThat(slow.data()).containsExactly("1", "2", "3", "4", "5", "6");
        assertThat(slow.ends()).isEqualTo(1);
    }

    @Test
    void client_thatDoesNotRead_isEndedAfterABoundedTime() {
        FakeTransport stalled = hub.subscribe("a");
        hub.settle();
        stalled.block();
        hub.publish("a", 1, 3);
        hub.settle();
        hub.publish("a", 4, 6);

        hub.hub.drain(Duration.ZERO);
        hub.settle();
        hub.advance(Duration.ofMillis(200));
        hub.advance(Duration.ofSeconds(6));

        assertThat(stalled.ends()).isEqualTo(1);
    }

    @Test
    void hub_whileItIsDrained_letsNobodyInAndStillPublishes() {
        clients(3);
        hub.hub.drain(Duration.ofSeconds(10));

        Deferral deferral = hub.hub.admission().admit(1);
        assertThat(deferral).isNotNull();
        assertThat(deferral.reason()).isEqualTo(DeferralReason.DRAINING);
        assertThat(deferral.retry()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThatIllegalStateException().isThrownBy(() -> hub.subscribe("a")).withMessage("the hub is being drained");
        assertThat(hub.publish("a", "x")).isNotEmpty();
    }

    @Test
    void resume_keepsTheStreamsThatAreLeft_andLetsOthersIn() {
        List<FakeTransport> clients = clients(100);
        Drain drain = hub.hub.drain(Duration.ofSeconds(10));
        hub.settle();
        hub.advance(Duration.ofSeconds(5));
        long endedByThen = ended(clients);
        assertThat(endedByThen).isBetween(45L, 55L);

        hub.hub.resume();
        hub.advance(Duration.ofSeconds(60));

        assertThat(ended(clients)).isEqualTo(endedByThen);
        assertThat(drain.isResumed()).isTrue();
        assertThat(hub.hub.draining()).isNull();
        assertThat(hub.hub.admission().admit(1)).isNull();
        hub.subscribe("a");
        hub.settle();
        hub.publish("a", "still here");
        hub.settle();
        assertThat(clients.stream().filter(client -> client.data().contains("still here")))
                .hasSize(100 - (int) endedByThen);
    }

    @Test
    void drain_ofNothing_isDoneAtOnce() {
        Drain drain = hub.hub.drain(Duration.ofSeconds(30));
        hub.settle();
        assertThat(drain.done().toCompletableFuture()).isCompleted();
    }

    @Test
    void drain_begunAgain_getsTheNewWindow() {
        List<FakeTransport> clients = clients(50);
        hub.hub.drain(Duration.ofMinutes(30));
        hub.settle();
        hub.hub.drain(Duration.ofSeconds(1));
        hub.settle();
        hub.advance(Duration.ofSeconds(2));
        assertThat(ended(clients)).isEqualTo(50);
    }

    @Test
    void window_outOfItsRange_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> hub.hub.drain(Duration.ofSeconds(-1)))
                .withMessage("drain window must be 0s..1h: PT-1S");
        assertThatIllegalArgumentException().isThrownBy(() -> hub.hub.drain(Duration.ofMinutes(61)));
    }

    @Test
    void windowThatIsNeeded_followsThePopulation() {
        clients(30);
        assertThat(hub.hub.drainWindow(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(3));
        assertThat(hub.hub.drainWindow(Duration.ofSeconds(2))).isEqualTo(Duration.ofSeconds(2));
    }

    // The end of a life

    @Test
    void stream_atItsMaximumAge_tellsAShortRetryAndEndsAfterWhatIsInTheLog() {
        try (TestHub aging =
                new TestHub(config -> config.maxStreamAge(Duration.ofSeconds(8)).acceptRate(1))) {
            FakeTransport client = aging.subscribe("a");
            for (int i = 0; i < 100; i++) {
                aging.subscribe("b"); // whose number alone would make for a delay of up to 100 s
            }
            aging.settle();
            client.block();
            aging.publish("a", 1, 2);
            aging.settle();
            aging.publish("a", 3, 4);
            aging.advance(Duration.ofSeconds(9));
            assertThat(client.ends()).isZero();
            client.unblock();
            aging.settle();

            assertThat(client.data()).containsExactly("1", "2", "3", "4");
            assertThat(client.ends()).isEqualTo(1);
            assertThat(client.stream().retryMillis()).isBetween(1_000L, 2_000L);
        }
    }

    /** It never gets a heartbeat, with which others are told. */
    @Test
    void stream_thatIsNeverSilent_isToldItsRetryAnewAsThePopulationGrows() {
        FakeTransport busy = hub.subscribe("busy");
        hub.settle();
        assertThat(busy.stream().retryMillis()).isLessThanOrEqualTo(2_000);
        clients(5_000);

        long told = 0;
        for (int second = 0; second < 400 && told <= 2_000; second++) {
            hub.publish("busy", "tick");
            hub.settle();
            hub.advance(Duration.ofSeconds(1));
            told = Math.max(told, busy.stream().retryMillis());
        }
        assertThat(told).as("the longest delay told").isGreaterThan(2_000);
    }

    // Ghosts

    @Test
    void client_thatReturns_endsItsOwnOldStreamAtOnce() {
        FakeTransport ghost = new FakeTransport();
        FakeTransport other = new FakeTransport();
        FakeTransport back = new FakeTransport();
        Subscription old = hub.subscribe(ghost, TestHub.to("a").as(key("address 1", "tab")));
        hub.subscribe(other, TestHub.to("a").as(key("address 2", "tab")));
        hub.settle();

        hub.subscribe(back, TestHub.to("a").as(key("address 1", "tab")));
        hub.settle();

        assertThat(ghost.ends()).isEqualTo(1);
        assertThat(TestHub.now(old.closed())).isEqualTo(CloseReason.REPLACED);
        assertThat(other.ends()).as("the same id of another address").isZero();
        assertThat(back.ends()).isZero();
    }

    @Test
    void client_thatReturnsManyTimes_leavesNothingBehind() {
        FakeTransport last = new FakeTransport();
        for (int i = 0; i < 1_000; i++) {
            last = new FakeTransport();
            hub.subscribe(last, TestHub.to("a").as(key("address 1", "tab")));
        }
        hub.settle();
        assertThat(hub.hub.streams()).isEqualTo(1);
        assertThat(last.ends()).isZero();
    }

    private static ClientKey key(String owner, String id) {
        return new ClientKey(owner, id);
    }

    @Test
    void clientId_thatIsNone_isRefused() {
        for (String id : new String[] {"", "x".repeat(65), "a b", "ü", "a\n"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> key("address 1", id))
                    .withMessage("client must be 1..64 visible ASCII characters, without spaces");
        }
    }
}
