package dev.breakwater.sse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpeningPaceTest {
    private static final long SECOND = 1_000_000_000;

    private double rate = 1_000;
    private final OpeningPace pace = new OpeningPace(() -> rate, 0);

    private int openedAt(long now, int asked) {
        int opened = 0;
        for (int i = 0; i < asked; i++) {
            opened += pace.take(now) == 0 ? 1 : 0;
        }
        return opened;
    }

    @Test
    void crowd_opensAFortiethOfASecondAtOnce_andThenALittleAboveTheRate() {
        assertThat(openedAt(0, 1_000)).isBetween(24, 26);
        assertThat(openedAt(SECOND / 10, 1_000)).isBetween(24, 26);
        assertThat(openedAt(SECOND / 10 + 10_000_000, 1_000)).isBetween(10, 11);
    }

    @Test
    void whatWasNotUsed_isLost() {
        assertThat(openedAt(3_600 * SECOND, 10_000)).isBetween(24, 26);
    }

    @Test
    void refusal_saysWhenToAskAgain() {
        openedAt(0, 50);
        long wait = pace.take(0);
        assertThat(wait).isBetween(1L, 1_000_000L);
        assertThat(pace.take(wait)).isZero();
    }

    /** However irregularly those that were let in get here. */
    @Test
    void anySecond_hasNoMoreThanATwentiethAboveTheRate() {
        Random random = new Random(2);
        ArrayDeque<Long> opened = new ArrayDeque<>();
        int most = 0;
        for (long now = 0; now < 60 * SECOND; now += 1_000_000 + random.nextInt(300) * 1_000_000L) {
            for (int i = 0; i < 400; i++) {
                if (pace.take(now) == 0) {
                    opened.add(now);
                }
            }
            while (opened.peek() != null && opened.element() <= now - SECOND) {
                opened.remove();
            }
            most = Math.max(most, opened.size());
        }
        assertThat(most).isBetween(250, 1_050);
    }

    @Test
    void changedRate_countsAtOnce() {
        openedAt(0, 1_000);
        rate = 100;
        assertThat(openedAt(SECOND, 1_000)).isEqualTo(2);
    }

    @Test
    void unlimited_opensAll() {
        rate = Integer.MAX_VALUE;
        assertThat(openedAt(0, 100_000)).isEqualTo(100_000);
    }
}
