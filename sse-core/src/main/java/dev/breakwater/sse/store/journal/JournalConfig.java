package dev.breakwater.sse.store.journal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where a journal is, and how much it keeps: what is older goes as soon as any of the bounds is exceeded, a segment at a
 * time, of which there are some 64. So up to a 64th more than {@code maxEvents}, and some events a little older than
 * {@code maxAge}, are kept; {@code maxBytes} is kept to, but for the last segment.
 *
 * @param directory of its own; made if it is not there
 * @param maxEvents 1 and more
 * @param maxBytes on disk, 1 MiB and more
 * @param maxAge positive, 36,500 days at most
 */
public record JournalConfig(Path directory, long maxEvents, long maxBytes, Duration maxAge) {
    /** The bound on events that {@link #in} takes. */
    public static final long DEFAULT_EVENTS = 10_000_000;

    /** The bound on bytes that {@link #in} takes. */
    public static final long DEFAULT_BYTES = 1L << 30;

    /** The bound on age that {@link #in} takes. */
    public static final Duration DEFAULT_AGE = Duration.ofDays(7);

    private static final long LEAST_BYTES = 1 << 20;
    private static final Duration MOST_AGE = Duration.ofDays(36_500);
    private static final int SEGMENTS = 64;
    private static final long LEAST_SEGMENT_BYTES = 256 << 10;
    private static final long MOST_SEGMENT_BYTES = 32 << 20;

    /**
     * Checks all bounds.
     *
     * @throws IllegalArgumentException if one is out of its range
     */
    public JournalConfig {
        if (maxEvents < 1) {
            throw new IllegalArgumentException("journal events must be 1 or more: " + maxEvents);
        }
        if (maxBytes < LEAST_BYTES) {
            throw new IllegalArgumentException("journal bytes must be " + LEAST_BYTES + " or more: " + maxBytes);
        }
        if (maxAge.isNegative() || maxAge.isZero() || maxAge.compareTo(MOST_AGE) > 0) {
            throw new IllegalArgumentException(
                    "journal age must be positive, " + MOST_AGE.toDays() + " days at most: " + maxAge);
        }
    }

    /** A journal in a directory: 10,000,000 events, 1 GiB, 7 days. */
    public static JournalConfig in(Path directory) {
        return new JournalConfig(directory, DEFAULT_EVENTS, DEFAULT_BYTES, DEFAULT_AGE);
    }

    /** From this size on a segment is followed by another. */
    long segmentBytes() {
        return Math.min(MOST_SEGMENT_BYTES, Math.max(LEAST_SEGMENT_BYTES, maxBytes / SEGMENTS));
    }

    /** From this number of events on a segment is followed by another. */
    long segmentEvents() {
        return Math.max(1, maxEvents / SEGMENTS);
    }

    /** From this age on a segment is followed by another. */
    long segmentMillis() {
        return Math.max(1, maxAge.toMillis() / SEGMENTS);
    }
}
