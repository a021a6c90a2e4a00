package dev.breakwater.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * Reads an event stream as it arrives, split anywhere, without allocation, and passes each event's {@link EventHeader}
 * on. Of each event it looks at the first {@code data:} line, at names that are reserved to the server
 * ({@code breakwater.…}, which are no deliveries) and at {@code retry:}; the rest it skips eight bytes at a time. Lines end with LF or CR LF;
 * the input must be a little-endian buffer.
 */
final class EventParser implements StreamDecoder.Body {
    private enum State {
        /** Before the first byte of a line. */
        LINE_START,
        /** Inside {@code data:}. */
        DATA_FIELD,
        /** After {@code data:}; one space may come. */
        DATA_SPACE,
        /** Inside the data's {@link EventHeader}. */
        HEADER,
        /** Inside {@code event:}. */
        EVENT_FIELD,
        /** After {@code event:}; one space may come. */
        EVENT_SPACE,
        /** Inside an event name that so far is that of a gap event. */
        EVENT_NAME,
        /** Inside {@code retry:}. */
        RETRY_FIELD,
        /** After {@code retry:}; one space may come. */
        RETRY_SPACE,
        /** Inside the digits of a reconnection time. */
        RETRY_VALUE,
        /** The rest of the line is of no interest. */
        LINE_REST
    }

    private static final String DATA = "data:";
    private static final String EVENT = "event:";
    private static final String RETRY = "retry:";
    private static final String GAP_NAME = "breakwater.gap";
    private static final int RESERVED_LENGTH = "breakwater.".length();

    /** "data" and ": " as little-endian numbers. */
    private static final int DATA_WORD = 'd' | 'a' << 8 | 't' << 16 | 'a' << 24;

    private static final short COLON_SPACE = ':' | ' ' << 8;
    private static final int DATA_PREFIX_LENGTH = 6;

    private static final long NEWLINES = 0x0A0A0A0A0A0A0A0AL;
    private static final long LOW_BITS = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final SequenceCheck check;
    private final Tally tally;

    private State state = State.LINE_START;

    /** How much of the current word or header has been read. */
    private int matched;

    private long sequence;
    private long sentAt;
    private long retryMillis;
    private long retryBeingRead;

    // Of the current event:
    private boolean hasData;
    private boolean hasHeader;
    private boolean reserved;
    private boolean gap;

    EventParser(SequenceCheck check, Tally tally) {
        this.check = check;
        this.tally = tally;
    }

    /** The reconnection time that the server told last, in milliseconds; 0 if it has told none. */
    long retryMillis() {
        return retryMillis;
    }

    @Override
    public void bytes(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to) {
            at = switch (state) {
                case LINE_START -> lineStart(in, at, to);
                case LINE_REST -> lineRest(in, at, to);
                default -> step(in.get(at)) ? at + 1 : at;
            };
        }
    }

    private int lineStart(ByteBuffer in, int at, int to) {
        byte first = in.get(at);
        switch (first) {
            case '\n' -> dispatch();
            case 'd' -> {
                if (!hasData && to - at >= DATA_PREFIX_LENGTH + EventHeader.LENGTH && wholeHeader(in, at)) {
                    return at + DATA_PREFIX_LENGTH + EventHeader.LENGTH;
                }
                begin(State.DATA_FIELD, 1);
            }
            case 'e' -> begin(State.EVENT_FIELD, 1);
            case 'r' -> begin(State.RETRY_FIELD, 1);
            case '\r' -> {} // of the CR LF of an empty line
            default -> state = State.LINE_REST;
        }
        return at + 1;
    }

    /** The fast path: a data line whose beginning arrived in one piece, as almost all do. */
    private boolean wholeHeader(ByteBuffer in, int at) {
        if (in.getInt(at) != DATA_WORD || in.getShort(at + 4) != COLON_SPACE) {
            return false;
        }
        long number = EventHeader.sequence(in, at + DATA_PREFIX_LENGTH);
        long time = EventHeader.sentAt(in, at + DATA_PREFIX_LENGTH);
        if ((number | time) < 0) {
            return false;
        }
        sequence = number;
        sentAt = time;
        hasData = true;
        hasHeader = true;
        state = State.LINE_REST;
        return true;
    }

    /** The index after the line's end, or {@code to} if it has not come yet. */
    private int lineRest(ByteBuffer in, int from, int to) {
        int at = from;
        while (at + 8 <= to) {
            long word = in.getLong(at) ^ NEWLINES;
            long found = (word - LOW_BITS) & ~word & HIGH_BITS;
            if (found != 0) {
                state = State.LINE_START;
                return at + (Long.numberOfTrailingZeros(found) >>> 3) + 1;
            }
            at += 8;
        }
        while (at < to) {
            if (in.get(at++) == '\n') {
                state = State.LINE_START;
                return at;
            }
        }
        return at;
    }

    /** Takes one byte; false if it is not used up, but to be looked at again in the new state. */
    private boolean step(byte b) {
        return switch (state) {
            case DATA_FIELD -> word(b, DATA, State.DATA_SPACE);
            case EVENT_FIELD -> word(b, EVENT, State.EVENT_SPACE);
            case DATA_SPACE -> {
                if (hasData) {
                    state = State.LINE_REST;
                    yield false;
                }
                hasData = true;
                sequence = 0;
                sentAt = 0;
                begin(State.HEADER, 0);
                yield b == ' ';
            }
            case EVENT_SPACE -> {
                begin(State.EVENT_NAME, 0);
                yield b == ' ';
            }
            case RETRY_FIELD -> word(b, RETRY, State.RETRY_SPACE);
            case RETRY_SPACE -> {
                retryBeingRead = 0;
                begin(State.RETRY_VALUE, 0);
                yield b == ' ';
            }
            case RETRY_VALUE -> retry(b);
            case HEADER -> header(b);
            case EVENT_NAME -> name(b);
            case LINE_START, LINE_REST -> throw new IllegalStateException("not a state of single bytes: " + state);
        };
    }

    private boolean word(byte b, String word, State next) {
        if (b != word.charAt(matched)) {
            state = State.LINE_REST;
            return false;
        }
        matched++;
        if (matched == word.length()) {
            state = next;
        }
        return true;
    }

    private boolean header(byte b) {
        boolean space = matched == EventHeader.DIGITS || matched == EventHeader.LENGTH - 1;
        if (space ? b != ' ' : b < '0' || b > '9') {
            state = State.LINE_REST;
            return false;
        }
        if (!space && matched < EventHeader.DIGITS) {
            sequence = sequence * 10 + (b - '0');
        } else if (!space) {
            sentAt = sentAt * 10 + (b - '0');
        }
        matched++;
        if (matched == EventHeader.LENGTH) {
            hasHeader = true;
            state = State.LINE_REST;
        }
        return true;
    }

    private boolean retry(byte b) {
        if (b >= '0' && b <= '9') {
            retryBeingRead = retryBeingRead * 10 + (b - '0');
            return true;
        }
        retryMillis = retryBeingRead;
        state = State.LINE_REST;
        return false;
    }

    private boolean name(byte b) {
        if (matched < GAP_NAME.length() && b == GAP_NAME.charAt(matched)) {
            matched++;
            return true;
        }
        reserved = matched >= RESERVED_LENGTH;
        gap = matched == GAP_NAME.length() && (b == '\n' || b == '\r');
        state = State.LINE_REST;
        return false;
    }

    private void begin(State next, int alreadyMatched) {
        state = next;
        matched = alreadyMatched;
    }

    private void dispatch() {
        if (reserved) {
            tally.gapEvents += gap ? 1 : 0;
        } else if (hasHeader) {
            check.accept(sequence, sentAt);
        } else if (hasData) {
            tally.malformed++;
        }
        hasData = false;
        hasHeader = false;
        reserved = false;
        gap = false;
    }
}
