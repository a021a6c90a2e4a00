package dev.breakwater.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceCheckTest {
    private final Tally tally = new Tally();
    private final SequenceCheck check = new SequenceCheck(tally);

    @Test
    void accept_lateEvent_isOutOfOrderAndNotLost() {
        accept(1, 3, 2);
        assertThat(tally.losses).isZero();
        assertThat(tally.reorders).isEqualTo(1);
        assertThat(tally.deliveries).isEqualTo(3);
        assertThat(check.last()).isEqualTo(3);
    }

    @Test
    void accept_lateEventTwice_isOutOfOrderThenRepeated() {
        accept(1, 3, 2, 2);
        assertThat(tally.reorders).isEqualTo(1);
        assertThat(tally.repeats).isEqualTo(1);
    }

    @Test
    void accept_hugeGap_countsEveryNumber() {
        accept(1, 1_000_002);
        assertThat(tally.losses).isEqualTo(1_000_000);
        assertThat(tally.deliveries).isEqualTo(2);
    }

    private void accept(long... sequences) {
        for (long sequence : sequences) {
            check.accept(sequence, 0);
        }
    }
}
