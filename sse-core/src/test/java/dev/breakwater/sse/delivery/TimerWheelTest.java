package dev.breakwater.sse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    /** A little under 67.2 ms. */
    private static final long TICK = 1L << 26;

    private static final long ROUND = 1_024 * TICK;

    private final List<String> due = new ArrayList<>();
    private final TimerWheel<Named> wheel = new TimerWheel<>(0, timer -> due.add(timer.name));

    private static final class Named extends TimerWheel.Timer {
        private final String name;

        private Named(String name) {
            this.name = name;
        }
    }

    @Test
    void timer_isDueOnce_withinATickOfItsTime_andNeverEarly() {
        wheel.schedule(new Named("a"), 10 * TICK);
        wheel.advance(10 * TICK);
        assertThat(due).isEmpty();
        wheel.advance(11 * TICK);
        assertThat(due).containsExactly("a");
        wheel.advance(2 * ROUND);
        assertThat(due).containsExactly("a");
    }

    @Test
    void timer_inThePast_isDueAtTheNextTick() {
        wheel.advance(100 * TICK);
        wheel.schedule(new Named("a"), 0);
        wheel.advance(101 * TICK - 1);
        assertThat(due).isEmpty();
        wheel.advance(101 * TICK);
        assertThat(due).containsExactly("a");
    }

    @Test
    void timer_moreThanARoundAway_waitsForItsRound() {
        wheel.schedule(new Named("a"), 3 * ROUND + 5 * TICK);
        for (long now = 0; now <= 3 * ROUND + 5 * TICK; now += 7 * TICK) {
            wheel.advance(now);
        }
        assertThat(due).isEmpty();
        wheel.advance(3 * ROUND + 6 * TICK);
        assertThat(due).containsExactly("a");
    }

    @Test
    void timer_thatIsMoved_isDueAtItsNewTimeOnly() {
        Named timer = new Named("a");
        wheel.schedule(timer, 10 * TICK);
        wheel.schedule(timer, 20 * TICK);
        wheel.advance(15 * TICK);
        assertThat(due).isEmpty();
        wheel.advance(21 * TICK);
        assertThat(due).containsExactly("a");
    }

    @Test
    void timer_thatIsCancelled_isNotDue_andCanBeSetAgain() {
        Named timer = new Named("a");
        wheel.cancel(timer);
        wheel.schedule(timer, 10 * TICK);
        wheel.cancel(timer);
        wheel.advance(20 * TICK);
        assertThat(due).isEmpty();
        wheel.schedule(timer, 30 * TICK);
        wheel.advance(31 * TICK);
        assertThat(due).containsExactly("a");
    }

    @Test
    void timers_whoseTimeWasSleptThrough_areAllDueAtOnce() {
        for (int i = 0; i < 5_000; i++) {
            wheel.schedule(new Named("t" + i), i * TICK);
        }
        wheel.advance(100 * ROUND);
        assertThat(due).hasSize(5_000).doesNotHaveDuplicates();
    }

    @Test
    void wheel_onAClockBelowZero_works() {
        TimerWheel<Named> early = new TimerWheel<>(-5 * ROUND, timer -> due.add(timer.name));
        early.schedule(new Named("a"), -5 * ROUND + 3 * TICK);
        early.schedule(new Named("b"), 0);
        early.advance(-4 * ROUND);
        assertThat(due).containsExactly("a");
        early.advance(TICK);
        assertThat(due).containsExactly("a", "b");
    }

    @Test
    void timer_thatSetsItselfAgain_isDueAgain() {
        int[] beats = {0};
        TimerWheel<?>[] itself = {null};
        TimerWheel<Named> beating = new TimerWheel<>(0, timer -> {
            beats[0]++;
            reschedule(itself[0], timer, beats[0] * 10 * TICK);
        });
        itself[0] = beating;
        beating.schedule(new Named("a"), 0);
        for (long now = 0; now < 101 * TICK; now += TICK) {
            beating.advance(now);
        }
        assertThat(beats[0]).isEqualTo(10);
    }

    @SuppressWarnings("unchecked")
    private static void reschedule(TimerWheel<?> wheel, Named timer, long due) {
        ((TimerWheel<Named>) wheel).schedule(timer, due);
    }

    @Test
    void nanosToNext_withoutTimers_isForEver() {
        Named timer = new Named("a");
        assertThat(wheel.nanosToNext(0)).isEqualTo(Long.MAX_VALUE);
        wheel.schedule(timer, 0);
        wheel.cancel(timer);
        assertThat(wheel.nanosToNext(0)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nanosToNext_isWhenTheTimerIsDue() {
        wheel.schedule(new Named("a"), 10 * TICK);
        assertThat(wheel.nanosToNext(0)).isEqualTo(11 * TICK);
        assertThat(wheel.nanosToNext(4 * TICK + 1)).isEqualTo(7 * TICK - 1);
        assertThat(wheel.nanosToNext(50 * TICK)).isZero();
    }

    /** Sleeping as long as the wheel says, a timer is late by a tick at most and never early, whatever was done before. */
    @Test
    void randomTimers_areDueAsANaiveModelSays() {
        SplittableRandom random = new SplittableRandom(99);
        for (int round = 0; round < 50; round++) {
            Map<Named, Long> model = new HashMap<>();
            List<Named> fired = new ArrayList<>();
            long start = random.nextLong(-ROUND, ROUND);
            TimerWheel<Named> tested = new TimerWheel<>(start, fired::add);
            List<Named> timers = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                timers.add(new Named("t" + i));
            }
            long now = start;
            for (int step = 0; step < 2_000; step++) {
                Named timer = timers.get(random.nextInt(timers.size()));
                switch (random.nextInt(4)) {
                    case 0, 1 -> {
                        long at = now + random.nextLong(-TICK, random.nextBoolean() ? 50 * TICK : 3 * ROUND);
                        tested.schedule(timer, at);
                        model.put(timer, Math.max(at, now));
                    }
                    case 2 -> {
                        tested.cancel(timer);
                        model.remove(timer);
                    }
                    default -> {
                        long sleep = tested.nanosToNext(now);
                        if (sleep == Long.MAX_VALUE) {
                            assertThat(model).isEmpty();
                            sleep = TICK;
                        }
                        now += random.nextBoolean() ? sleep : random.nextLong(sleep + 1);
                        fired.clear();
                        tested.advance(now);
                        for (Named gone : fired) {
                            Long at = model.remove(gone);
                            assertThat(at).as("due once").isNotNull();
                            assertThat(at).as("not early").isLessThanOrEqualTo(now);
                        }
                        long latest = now - 2 * TICK;
                        assertThat(model.values()).as("not late").allMatch(at -> at > latest);
                    }
                }
            }
        }
    }
}
