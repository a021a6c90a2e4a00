package dev.breakwater.sse.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
    private static final long SECOND = 1_000_000_000;

    private long now;
    private long lag;
    private long unopened;

    private Admission admission(int rate, OverloadMarks marks) {
        return new Admission(AcceptRate.of(rate), marks, () -> lag, () -> unopened, () -> now, new Random(7));
    }

    private static long admitted(Admission admission, int clients) {
        return IntStream.range(0, clients)
                .filter(client -> admission.admit(client) == null)
                .count();
    }

    @Test
    void clients_belowTheRate_areAllLetIn() {
        Admission admission = admission(1_000, OverloadMarks.NONE);
        for (int i = 0; i < 10_000; i++) {
            now += SECOND / 1_000;
            assertThat(admission.admit(i)).isNull();
        }
        assertThat(admission.queueLength()).isZero();
    }

    @Test
    void clients_aboveTheRate_getPlacesOneAfterTheOther() {
        Admission admission = admission(100, OverloadMarks.NONE);
        admitted(admission, 8);
        Duration before = Duration.ZERO;
        for (int client = 100; client < 200; client++) {
            Deferral deferral = admission.admit(client);
            assertThat(deferral).isNotNull();
            assertThat(deferral.reason()).isEqualTo(DeferralReason.RATE);
            assertThat(deferral.retry()).isGreaterThan(before).isGreaterThanOrEqualTo(Deferral.SOONEST);
            before = deferral.retry();
        }
        assertThat(before).isBetween(Duration.ofMillis(1_500), Duration.ofMillis(1_700));
        assertThat(admission.deferred(DeferralReason.RATE)).isEqualTo(100);
    }

    @Test
    void queue_longerThanTenMinutes_promisesNothing_andSendsHalfOfItAway() {
        Admission admission = admission(1, OverloadMarks.NONE);
        for (int client = 0; client < 2_000; client++) {
            Deferral deferral = admission.admit(client);
            if (deferral != null) {
                assertThat(deferral.retry()).isBetween(Deferral.SOONEST, Deferral.LATEST);
            }
        }
        assertThat(admission.queueLength()).isLessThan(Deferral.LATEST.plusSeconds(2));
    }

    /** The server is behind: what was let in has no stream yet. */
    @Test
    void clientsThatWereLetInAndAreNotServed_keepOthersOut() {
        Admission admission = admission(1_000, OverloadMarks.NONE);
        unopened = 251;
        assertThat(admission.admit(1)).isNotNull();
        unopened = 250;
        assertThat(admission.admit(2)).isNull();
    }

    @Test
    void unlimited_letsAllIn() {
        assertThat(admitted(admission(Admission.UNLIMITED, OverloadMarks.NONE), 1_000_000))
                .isEqualTo(1_000_000);
    }

    @Test
    void closed_letsNobodyIn_untilItIsOpen() {
        Admission admission = admission(Admission.UNLIMITED, OverloadMarks.NONE);
        admission.close(DeferralReason.DRAINING, () -> Duration.ofSeconds(7));
        assertThat(admission.admit(1)).isEqualTo(new Deferral(Duration.ofSeconds(7), DeferralReason.DRAINING));
        admission.open();
        assertThat(admission.admit(1)).isNull();
    }

    /** Lag above its mark: half after a second, a sixteenth at last; and gradually up again. */
    @Test
    void overload_lowersTheRateByItself_andRaisesItGradually() {
        Admission admission = admission(1_600, new OverloadMarks(0, Duration.ofSeconds(1)));
        now += SECOND;
        assertThat(admission.rate()).isEqualTo(1_600);

        lag = 2 * SECOND;
        for (double expected : new double[] {800, 400, 200, 100, 100}) {
            now += SECOND;
            assertThat(admission.rate()).isEqualTo(expected);
            assertThat(admission.isOverloaded()).isTrue();
        }
        long before = admission.admitted();
        for (int i = 0; i < 10_000; i++) {
            now += SECOND / 2_000;
            admission.admit(i);
        }
        assertThat(admission.admitted() - before).as("in 5 s at a sixteenth").isBetween(450L, 560L);

        lag = 0;
        now += 4 * SECOND;
        assertThat(admission.rate()).isBetween(480.0, 520.0);
        now += 13 * SECOND;
        assertThat(admission.rate()).isEqualTo(1_600);
        assertThat(admission.isOverloaded()).isFalse();
    }

    @Test
    void heap_isReadAfterItsCollections() {
        System.gc();
        assertThat(HeapAfterCollection.percent()).isBetween(0, 100);
    }

    @Test
    void clientsThatWaitForRoom_lookAgainAfterSeconds_andNoMoreOftenThanTheRate() {
        Admission admission = admission(10, OverloadMarks.NONE);
        for (int i = 0; i < 100; i++) {
            Duration retry =
                    admission.untilThereIsRoom(DeferralReason.BUDGET_ADDRESS).retry();
            assertThat(retry).isGreaterThanOrEqualTo(Duration.ofMillis(2_000 + 100L * i));
            assertThat(retry).isLessThanOrEqualTo(Duration.ofMillis(4_001 + 100L * i));
        }
    }

    @Test
    void rate_ofNone_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> admission(0, OverloadMarks.NONE))
                .withMessage("accept rate must be 1 or more streams per second: 0");
    }

    @ParameterizedTest
    @CsvSource({"100, 1000", "-1, 1000", "85, 5", "85, 60001"})
    void marks_outOfTheirRange_areRefused(int heap, long lagMillis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OverloadMarks(heap, Duration.ofMillis(lagMillis)))
                .withMessageStartingWith("overload ");
    }
}
