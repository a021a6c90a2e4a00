package dev.breakwater.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * What every published data starts with: the sequence number and the intended send time ({@link RunClock}), 16 decimal
 * digits each, each followed by a space. Reads from little-endian buffers, eight digits at a time.
 */
final class EventHeader {
    static final int LENGTH = 34;

    static final int DIGITS = 16;

    private static final long ZEROES = 0x3030303030303030L;
    private static final long ABOVE_NINE = 0x7676767676767676L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private EventHeader() {}

    static void write(ByteBuffer out, long sequence, long sentAt) {
        writeDigits(out, sequence);
        out.put((byte) ' ');
        writeDigits(out, sentAt);
        out.put((byte) ' ');
    }

    /** The sequence number of the header at {@code at}, or -1 if there is no header. */
    static long sequence(ByteBuffer in, int at) {
        return number(in, at);
    }

    /** The send time of the header at {@code at}, or -1 if there is no header. */
    static long sentAt(ByteBuffer in, int at) {
        return number(in, at + DIGITS + 1);
    }

    private static long number(ByteBuffer in, int at) {
        long high = eightDigits(in.getLong(at));
        long low = eightDigits(in.getLong(at + 8));
        return (high | low) < 0 || in.get(at + DIGITS) != ' ' ? -1 : high * 100_000_000L + low;
    }

    /** The value of eight ASCII digits, the first in the lowest byte; -1 if one of them is none. */
    static long eightDigits(long ascii) {
        long digits = ascii - ZEROES;
        if (((digits | (digits + ABOVE_NINE)) & HIGH_BITS) != 0) {
            return -1;
        }
        // Pairs of digits, then of pairs, then of fours, side by side in one word.
        long pairs = digits * 10 + (digits >>> 8);
        return ((pairs & 0x000000FF000000FFL) * 0x000F424000000064L
                        + ((pairs >>> 16) & 0x000000FF000000FFL) * 0x0000271000000001L)
                >>> 32;
    }

    private static void writeDigits(ByteBuffer out, long number) {
        int at = out.position();
        long rest = number;
        for (int i = DIGITS - 1; i >= 0; i--) {
            out.put(at + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        out.position(at + DIGITS);
    }
}
