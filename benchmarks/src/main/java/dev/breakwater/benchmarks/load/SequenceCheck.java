package dev.breakwater.benchmarks.load;

import java.util.HashSet;
import java.util.Set;

/**
 * One stream's place in its part of the published sequence: finds losses, repeats and events out of order. A number that was passed
 * over counts as lost until it comes after all; then it was only out of order.
 */
final class SequenceCheck {
    /** How many passed-over numbers are remembered; one that is forgotten counts as a repeat when it comes. */
    private static final int REMEMBERED = 4096;

    private final Tally tally;

    /** Of the publisher's events this stream gets the one with the number {@code first}, then each {@code stride}th. */
    private final long first;

    private final long stride;
    private final Set<Long> passedOver = new HashSet<>(0);
    private long last;

    /** Of a stream that gets everything. */
    SequenceCheck(Tally tally) {
        this(tally, 1, 1);
    }

    SequenceCheck(Tally tally, long first, long stride) {
        this.tally = tally;
        this.first = first;
        this.stride = stride;
    }

    /** Whether an event that this stream is to get has not come, of those up to the publisher's given number. */
    boolean isBehind(long published) {
        return last < place(published);
    }

    /** Takes the publisher's number of an event and the time of its sending. */
    void accept(long number, long sentAt) {
        if (Math.floorMod(number - first, stride) != 0) {
            tally.strays++;
            return;
        }
        take(place(number), sentAt);
    }

    /** The place, from 1 on, of an event with that number, or of the last before it, among those of this stream. */
    private long place(long number) {
        return Math.floorDiv(number - first, stride) + 1;
    }

    private void take(long sequence, long sentAt) {
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
