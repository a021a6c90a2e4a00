package dev.breakwater.sse.store.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What a segment begins with.
 *
 * <pre>
 * offset  bytes
 *      0      8  "BWJOURNL"
 *      8      4  version of the format, {@value #VERSION}
 *     12     20  epoch, ASCII, filled up with zeros
 *     32      8  position of the first event
 *     40      8  when it was begun, milliseconds since 1970
 *     48      4  CRC-32C of the 48 bytes before
 * </pre>
 *
 * @param version of the format
 * @param epoch of the journal
 * @param first the position of the first event
 * @param createdMillis when it was begun
 */
record SegmentHeader(int version, String epoch, long first, long createdMillis) {
    static final int VERSION = 1;
    static final int LENGTH = 52;

    private static final byte[] MAGIC = "BWJOURNL".getBytes(StandardCharsets.US_ASCII);
    private static final int EPOCH_ROOM = 20;
    private static final int CHECKED = 48;

    /** The header that an array begins with, or null if there is none that is whole. */
    static @Nullable SegmentHeader read(byte[] bytes) {
        if (bytes.length < LENGTH) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte[] magic = new byte[MAGIC.length];
        in.get(magic);
        int version = in.getInt();
        byte[] epoch = new byte[EPOCH_ROOM];
        in.get(epoch);
        SegmentHeader header = new SegmentHeader(
                version, new String(epoch, StandardCharsets.US_ASCII).replace("\0", ""), in.getLong(), in.getLong());
        boolean whole = in.getInt() == Checksum.of(bytes, 0, CHECKED);
        return whole && java.util.Arrays.equals(magic, MAGIC) ? header : null;
    }

    byte[] bytes() {
        byte[] bytes = new byte[LENGTH];
        ByteBuffer out = ByteBuffer.wrap(bytes);
        out.put(MAGIC)
                .putInt(version)
                .put(java.util.Arrays.copyOf(epoch.getBytes(StandardCharsets.US_ASCII), EPOCH_ROOM))
                .putLong(first)
                .putLong(createdMillis)
                .putInt(Checksum.of(bytes, 0, CHECKED));
        return bytes;
    }
}
