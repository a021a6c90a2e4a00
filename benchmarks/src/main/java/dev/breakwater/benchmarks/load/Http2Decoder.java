package dev.breakwater.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * HTTP/2 with prior knowledge (RFC 9113, 3.3), as far as one stream on a connection of its own needs it: the request, and the
 * frames of the answer. The windows are as large as they can be, so no frame of the client's must follow but acknowledgements.
 */
final class Http2Decoder implements StreamDecoder {
    private static final int FRAME_HEADER = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PADDED = 8;

    private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
    private static final int FIRST_WINDOW = 65_535;

    /** {@code :status: 200} in the static table (RFC 7541, appendix A), and what may stand before it: a new table size. */
    private static final int STATUS_200 = 0x88;

    private static final int TABLE_SIZE_MASK = 0xe0;
    private static final int TABLE_SIZE = 0x20;
    private static final int OK = 200;

    private final Body body;
    private final byte[] header = new byte[FRAME_HEADER];
    private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
    private int headerRead;
    private int left;
    private final ByteArrayOutputStream payload = new ByteArrayOutputStream();
    private int status;
    private boolean ended;

    Http2Decoder(Body body) {
        this.body = body;
    }

    /** All that a client sends before it is answered. */
    static ByteBuffer request(String authority, String path) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x82); // :method GET
        block.write(0x86); // :scheme http
        literal(block, 0x04, path); // :path
        literal(block, 0x01, authority); // :authority
        block.write(0x0f);
        literal(block, 19 - 0x0f, "text/event-stream"); // accept
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        ByteBuffer settings = ByteBuffer.allocate(18);
        settings.putShort((short) 1).putInt(0); // no dynamic table, which one answer has no use for
        settings.putShort((short) 2).putInt(0); // no push
        settings.putShort((short) 4).putInt(LARGEST_WINDOW);
        frame(out, SETTINGS, 0, 0, settings.array());
        frame(
                out,
                WINDOW_UPDATE,
                0,
                0,
                ByteBuffer.allocate(4).putInt(LARGEST_WINDOW - FIRST_WINDOW).array());
        frame(out, HEADERS, END_STREAM | END_HEADERS, 1, block.toByteArray());
        return ByteBuffer.wrap(out.toByteArray());
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public boolean headComplete() {
        return status != 0;
    }

    @Override
    public boolean lengthIsKnown() {
        return false;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    @Override
    public void next() {
        throw new IllegalStateException("a client on HTTP/2 asks once");
    }

    @Override
    public int decode(ByteBuffer in, int from, int to) {
        int at = from;
        while (at < to && !ended) {
            if (headerRead < FRAME_HEADER) {
                header[headerRead++] = in.get(at++);
                if (headerRead == FRAME_HEADER) {
                    left = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
                }
            } else {
                int end = Math.min(to, at + left);
                take(in, at, end);
                left -= end - at;
                at = end;
            }
            if (headerRead == FRAME_HEADER && left == 0) {
                frameEnded();
                headerRead = 0;
                payload.reset();
            }
        }
        return at;
    }

    @Override
    public ByteBuffer owed() {
        ByteBuffer owed = ByteBuffer.wrap(replies.toByteArray());
        replies.reset();
        return owed;
    }

    private void take(ByteBuffer in, int from, int to) {
        if (type() == DATA) {
            if ((flags() & PADDED) != 0) {
                throw new IllegalStateException("the server pads its data, which this client does not take");
            }
            body.bytes(in, from, to);
        } else {
            for (int i = from; i < to; i++) {
                payload.write(in.get(i));
            }
        }
    }

    private void frameEnded() {
        switch (type()) {
            case DATA -> ended = (flags() & END_STREAM) != 0;
            case HEADERS -> {
                requireStatus200(payload.toByteArray());
                status = OK;
                ended = (flags() & END_STREAM) != 0;
            }
            case SETTINGS -> acknowledge(SETTINGS, new byte[0]);
            case PING -> acknowledge(PING, payload.toByteArray());
            case RST_STREAM -> throw new IllegalStateException("the server reset the stream");
            case GOAWAY -> throw new IllegalStateException("the server is about to close the connection");
            default -> {
                // Of no concern to a client that only reads.
            }
        }
    }

    private void acknowledge(int type, byte[] echoed) {
        if ((flags() & ACK) == 0) {
            frame(replies, type, ACK, 0, echoed);
        }
    }

    private static void requireStatus200(byte[] block) {
        int at = 0;
        while (at < block.length && (block[at] & TABLE_SIZE_MASK) == TABLE_SIZE) {
            at++;
        }
        if (at == block.length || (block[at] & 0xff) != STATUS_200) {
            throw new IllegalStateException("a subscriber was not answered 200 on HTTP/2");
        }
    }

    private int type() {
        return header[3];
    }

    private int flags() {
        return header[4];
    }

    private static void literal(ByteArrayOutputStream block, int name, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        block.write(name);
        if (bytes.length < 0x7f) {
            block.write(bytes.length);
        } else {
            block.write(0x7f);
            int rest = bytes.length - 0x7f;
            for (; rest >= 0x80; rest >>>= 7) {
                block.write(rest & 0x7f | 0x80);
            }
            block.write(rest);
        }
        block.writeBytes(bytes);
    }

    private static void frame(ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
        ByteBuffer head = ByteBuffer.allocate(FRAME_HEADER);
        head.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        head.put((byte) type).put((byte) flags).putInt(stream);
        out.writeBytes(head.array());
        out.writeBytes(payload);
    }
}
