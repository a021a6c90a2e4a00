package dev.breakwater.benchmarks.load;

import java.util.HashSet;
import java.util.Set;

/**
 * One stream's place in the published sequence: finds losses, repeats and events out of order. A number that was passed
 * over counts as lost until it comes after all; then it was only out of order.
 */
final class SequenceCheck {
    /** How many passed-over numbers are remembered; one that is forgotten counts as a repeat when it comes. */
    private static final int REMEMBERED = 4096;

    private final Tally tally;
    private final Set<Long> passedOver = new HashSet<>(0);
    private long last;

    SequenceCheck(Tally tally) {
        this.tally = tally;
    }

    /** The highest number received; 0 before the first, which is expected to be 1. */
    long last() {
        return last;
    }

    void accept(long sequence, long sentAt) {
        if (sequence == last + 1) {
            last = sequence;
        } else if (sequence > last) {
            passOver(last + 1, sequence);
            last = sequence;
        } else if (passedOver.remove(sequence)) {
            tally.losses--;
            tally.reorders++;
        } else {
            tally.repeats++;
            return;
        }
        tally.delivered(sentAt);
    }

    private void passOver(long from, long to) {
        tally.losses += to - from;
        for (long missing = from; missing < to && passedOver.size() < REMEMBERED; missing++) {
            passedOver.add(missing);
        }
    }
}
