package dev.breakwater.sse.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a server finds out what it can take, in a time that the test moves. */
class MeasuredRateTest {
    private static final long SECOND = 1_000_000_000;
    private static final long LOOK = SECOND / 4;

    private long now;
    private long lag;
    private long opening;
    private final MeasuredRate rate = new MeasuredRate(2, () -> lag, () -> opening, now);

    /** More come than may, all this time. */
    private void crowd(Duration time) {
        for (long left = time.toNanos(); left > 0; left -= LOOK) {
            for (double admitted = rate.perSecond(now) / 4; admitted > 0; admitted--) {
                rate.admitted();
            }
            rate.exceeded();
            now += LOOK;
            rate.perSecond(now);
        }
    }

    @Test
    void rate_beginsWithWhatAnyServerTakes() {
        assertThat(rate.perSecond(now)).isEqualTo(300);
    }

    @Test
    void crowd_thatIsServedPromptly_raisesIt_byATenthOfTheFirstRateEachSecond() {
        crowd(Duration.ofSeconds(10));
        assertThat(rate.perSecond(now)).isBetween(599.0, 601.0);
    }

    @Test
    void crowd_thatStays_raisesItToItsBoundOnly() {
        crowd(Duration.ofMinutes(20));
        assertThat(rate.perSecond(now)).isEqualTo(MeasuredRate.MOST);
    }

    /** It says nothing about what the server could take. */
    @Test
    void fewClients_leaveItAsItIs() {
        for (int i = 0; i < 100; i++) {
            rate.admitted();
            now += LOOK;
            rate.perSecond(now);
        }
        assertThat(rate.perSecond(now)).isEqualTo(300);
    }

    @Test
    void delivery_thatIsLate_lowersItByAThird_onceASecond() {
        lag = SECOND / 2;
        crowd(Duration.ofMillis(1_000));
        assertThat(rate.perSecond(now)).isBetween(199.9, 200.1);
        crowd(Duration.ofMillis(1_000));
        assertThat(rate.perSecond(now)).isBetween(133.0, 134.0);
    }

    @Test
    void openings_thatAreLate_lowerIt() {
        opening = SECOND / 2;
        crowd(Duration.ofMillis(250));
        assertThat(rate.perSecond(now)).isBetween(199.9, 200.1);
    }

    @Test
    void lateness_thatStays_lowersItToItsBoundOnly() {
        lag = 5 * SECOND;
        crowd(Duration.ofMinutes(1));
        assertThat(rate.perSecond(now)).isEqualTo(MeasuredRate.LEAST);
    }

    /** Between prompt and late it has found its place. */
    @Test
    void whatIsNeitherPromptNorLate_leavesItAsItIs() {
        lag = 400_000_000;
        crowd(Duration.ofMinutes(1));
        assertThat(rate.perSecond(now)).isEqualTo(300);
    }

    /**
     * A server that can open so many and no more: what it has let in and not opened waits. The rate comes near that, stays
     * there, and lets nobody wait for long.
     */
    @ParameterizedTest
    @ValueSource(ints = {120, 700, 3_000})
    void rate_comesNearWhatTheServerCanDo(int capacity) {
        ArrayDeque<Long> waiting = new ArrayDeque<>();
        Random random = new Random(1);
        double owed = 0;
        double done = 0;
        long longest = 0;
        long admitted = 0;
        long settled = 120 * SECOND;
        for (; now < 2 * settled; now += 10_000_000) {
            owed += rate.perSecond(now) / 100 * (0.9 + 0.2 * random.nextDouble());
            for (; owed >= 1; owed--) {
                waiting.add(now);
                rate.admitted();
                admitted += now >= settled ? 1 : 0;
            }
            rate.exceeded();
            opening = 0;
            for (done = Math.min(1, done) + capacity / 100.0; done >= 1 && !waiting.isEmpty(); done--) {
                opening = Math.max(opening, now - waiting.remove());
            }
            longest = now >= settled ? Math.max(longest, opening) : 0;
        }
        assertThat(admitted / (settled / SECOND)).isBetween(capacity * 3L / 4, capacity * 11L / 10);
        assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(2));
    }
}
