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
        assertThat(check.isBehind(3)).isFalse();
        assertThat(check.isBehind(4)).isTrue();
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

    @Test
    void accept_eachThirdEvent_findsWhatIsMissingAndWhatIsOfOthers() {
        SequenceCheck second = new SequenceCheck(tally, 2, 3);
        for (long number : new long[] {2, 5, 11, 12}) {
            second.accept(number, 0);
        }
        assertThat(tally.deliveries).isEqualTo(3);
        assertThat(tally.losses).isEqualTo(1);
        assertThat(tally.strays).isEqualTo(1);
        assertThat(second.isBehind(13)).isFalse();
        assertThat(second.isBehind(14)).isTrue();
    }

    @Test
    void isBehind_beforeItsFirstEvent_isNot() {
        SequenceCheck last = new SequenceCheck(tally, 3, 3);
        assertThat(last.isBehind(2)).isFalse();
        assertThat(last.isBehind(3)).isTrue();
    }

    private void accept(long... sequences) {
        for (long sequence : sequences) {
            check.accept(sequence, 0);
        }
    }
}
