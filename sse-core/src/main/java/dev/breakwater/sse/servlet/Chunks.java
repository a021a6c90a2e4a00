package dev.breakwater.sse.servlet;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Makes the chunks of one response's body (RFC 9112, section 7.1). A chunk ends with a line break: at once, or when the
 * next one begins, if whoever goes on with the body after us writes it then.
 *
 * <p>Guarded by the transport that it belongs to.
 */
final class Chunks {
    /** The most payload of a chunk. */
    static final int MOST = 32 << 10;

    private static final int CRLF = 2;

    /** The line break before, eight hexadecimal digits, and line breaks after them and at the end, with some room. */
    private static final int FRAMING = 16;

    /** Of what a socket did not take less than this is copied; more is left where it is. */
    private static final int LEAST_UNCOPIED = 8 << 10;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    /** Whether the last chunk, which somebody else has begun with, still lacks its end. */
    private boolean owesEnd = true;

    private boolean endsAtOnce;

    /** Where one chunk is put together. */
    static ByteBuffer newBuffer() {
        return ByteBuffer.allocateDirect(MOST + FRAMING);
    }

    /** From now on chunks end at once. */
    void endAtOnce() {
        endsAtOnce = true;
    }

    /** Puts together a chunk of at most {@link #MOST} bytes. */
    ByteBuffer frame(ByteBuffer to, byte[] bytes, int offset, int size) {
        begin(to, size).put(bytes, offset, size);
        owesEnd = !endsAtOnce;
        return endsAtOnce ? crlf(to) : to;
    }

    /**
     * What is left of a chunk, and all that comes after it in one more. Where that is much it is the bytes themselves, with
     * framing between: copies would be garbage of tens of kilobytes for each client that does not keep up, for as long as it
     * does not. Where it is little they are copied, for the array may be much larger than what is left of it.
     *
     * @param chunk of which the socket has taken the first bytes
     * @param size of its payload
     * @param offset of what comes after its payload
     * @param following how much that is
     */
    ByteBuffer[] rest(ByteBuffer chunk, int size, byte[] bytes, int offset, int following) {
        if (chunk.remaining() + following < LEAST_UNCOPIED) {
            ByteBuffer copy =
                    ByteBuffer.allocate(chunk.remaining() + FRAMING + following).put(chunk);
            return new ByteBuffer[] {(following > 0 ? frame(copy, bytes, offset, following) : copy).flip()};
        }
        int untilEnd = chunk.remaining() - (endsAtOnce ? CRLF : 0);
        int payload = Math.max(0, Math.min(size, untilEnd));
        ByteBuffer head = take(chunk, Math.max(0, untilEnd - size));
        chunk.position(chunk.position() + payload);
        ByteBuffer between = ByteBuffer.allocate(FRAMING).put(chunk);
        ByteBuffer end = ByteBuffer.allocate(CRLF);
        if (following > 0) {
            begin(between, following);
            if (endsAtOnce) {
                crlf(end);
            }
        }
        return new ByteBuffer[] {
            head,
            ByteBuffer.wrap(bytes, offset - payload, payload),
            between.flip(),
            ByteBuffer.wrap(bytes, offset, following),
            end.flip()
        };
    }

    private ByteBuffer begin(ByteBuffer to, int size) {
        int digits = (35 - Integer.numberOfLeadingZeros(size)) / 4;
        if (owesEnd) {
            crlf(to);
        }
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            to.put(HEX[size >> shift & 0xF]);
        }
        return crlf(to);
    }

    private static ByteBuffer crlf(ByteBuffer to) {
        return to.put((byte) '\r').put((byte) '\n');
    }

    private static ByteBuffer take(ByteBuffer from, int count) {
        byte[] taken = new byte[count];
        from.get(taken);
        return ByteBuffer.wrap(taken);
    }
}
