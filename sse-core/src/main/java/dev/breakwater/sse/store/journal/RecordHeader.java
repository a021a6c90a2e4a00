package dev.breakwater.sse.store.journal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What a record begins with. It has a checksum of its own, so that a record with a damaged body can be passed over, and
 * the one after a damaged header be found.
 *
 * <pre>
 * offset  bytes
 *      0      4  0x4257 5231, "BWR1"
 *      4      4  length of the body
 *      8      8  position of the first event; the others follow one by one
 *     16      8  when it was stored, milliseconds since 1970; never less than that of the record before
 *     24      4  number of events
 *     28      4  CRC-32C of the body
 *     32      4  CRC-32C of the 32 bytes before
 * </pre>
 *
 * All numbers are big-endian.
 *
 * @param bodyLength in bytes
 * @param first the position of the first event
 * @param timestampMillis when it was stored
 * @param count the number of events
 * @param bodyChecksum what the body must have
 */
record RecordHeader(int bodyLength, long first, long timestampMillis, int count, int bodyChecksum) {
    static final int LENGTH = 36;
    static final int MAGIC = 0x42575231;

    /** The most that a body may have. */
    static final int MOST_BODY_BYTES = 1 << 30;

    private static final int CHECKED = 32;

    /** The header at an offset of an array, or null if there is none that is whole. */
    static @Nullable RecordHeader read(byte[] bytes, int offset) {
        if (bytes[offset] != (byte) (MAGIC >>> 24)) {
            return null; // quickly: damage is walked through byte by byte
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, LENGTH);
        if (in.getInt() != MAGIC) {
            return null;
        }
        RecordHeader header = new RecordHeader(in.getInt(), in.getLong(), in.getLong(), in.getInt(), in.getInt());
        boolean plausible = header.bodyLength >= 0
                && header.bodyLength <= MOST_BODY_BYTES
                && header.first > 0
                && header.count > 0
                && in.getInt() == Checksum.of(bytes, offset, CHECKED);
        return plausible ? header : null;
    }

    void write(byte[] bytes, int offset) {
        ByteBuffer out = ByteBuffer.wrap(bytes, offset, LENGTH);
        out.putInt(MAGIC)
                .putInt(bodyLength)
                .putLong(first)
                .putLong(timestampMillis)
                .putInt(count)
                .putInt(bodyChecksum)
                .putInt(Checksum.of(bytes, offset, CHECKED));
    }

    /** The position of the last event. */
    long last() {
        return first + count - 1;
    }

    /** The bytes of the whole record. */
    int recordLength() {
        return LENGTH + bodyLength;
    }

    boolean hasBody(byte[] bytes, int offset) {
        return Checksum.of(bytes, offset + LENGTH, bodyLength) == bodyChecksum;
    }
}
