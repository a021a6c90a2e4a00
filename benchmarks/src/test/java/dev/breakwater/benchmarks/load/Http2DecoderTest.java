package dev.breakwater.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Http2DecoderTest {
    private static final byte[] SETTINGS = frame(4, 0, 0, new byte[] {0, 3, 0, 0, 0, 100});
    private static final byte[] SETTINGS_ACK = frame(4, 1, 0, new byte[0]);
    private static final byte[] PING = frame(6, 0, 0, "12345678".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] PING_ACK = frame(6, 1, 0, "12345678".getBytes(StandardCharsets.US_ASCII));
    private static final byte[] HEAD = frame(1, 4, 1, new byte[] {0x20, (byte) 0x88, 0x5f, 1, 'x'});

    private final StringBuilder body = new StringBuilder();
    private Http2Decoder decoder = new Http2Decoder(this::append);

    @Test
    void decode_framesSplitAtEveryByte_giveBodyAndReplies() {
        ByteBuffer in = joined(SETTINGS, SETTINGS_ACK, HEAD, data(0, "some "), PING, data(0, ""), data(1, "body"));
        for (int split = 0; split <= in.limit(); split++) {
            body.setLength(0);
            decoder = new Http2Decoder(this::append);
            decoder.decode(in, 0, split);
            ByteBuffer first = decoder.owed();
            decoder.decode(in, split, in.limit());
            assertThat(joined(bytes(first), bytes(decoder.owed()))).isEqualTo(joined(SETTINGS_ACK, PING_ACK));
            assertThat(decoder.status()).isEqualTo(200);
            assertThat(decoder.ended()).isTrue();
            assertThat(body).as("split at %d", split).hasToString("some body");
        }
    }

    @Test
    void decode_stream_isOpenAfterItsHead() {
        ByteBuffer in = joined(SETTINGS, HEAD, data(0, "data: x\n\n"));
        assertThat(decoder.decode(in, 0, in.limit())).isEqualTo(in.limit());
        assertThat(decoder.headComplete()).isTrue();
        assertThat(decoder.lengthIsKnown()).isFalse();
        assertThat(decoder.ended()).isFalse();
    }

    @Test
    void decode_anotherStatus_fails() {
        ByteBuffer in = joined(frame(1, 4, 1, new byte[] {(byte) 0x8d}));
        assertThatThrownBy(() -> decoder.decode(in, 0, in.limit()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not answered 200");
    }

    @Test
    void decode_reset_fails() {
        ByteBuffer in = joined(HEAD, frame(3, 0, 1, new byte[4]));
        assertThatThrownBy(() -> decoder.decode(in, 0, in.limit()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void request_longPath_hasItsLengthInSevenBitsAndMore() {
        String path = "/events?topic=" + "t".repeat(300);
        byte[] request = bytes(Http2Decoder.request("localhost:8080", path));
        String text = new String(request, StandardCharsets.ISO_8859_1);
        // 314 = 127 + 187; 187 in groups of seven bits is 0x3b with more to come, then 1.
        assertThat(text).startsWith("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").contains("\u0004\u007f\u00bb\u0001" + path);
    }

    private void append(ByteBuffer in, int from, int to) {
        for (int i = from; i < to; i++) {
            body.append((char) in.get(i));
        }
    }

    private static byte[] data(int flags, String text) {
        return frame(0, flags, 1, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) 0).putShort((short) payload.length).put((byte) type);
        return frame.put((byte) flags).putInt(stream).put(payload).array();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static ByteBuffer joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return ByteBuffer.wrap(all.toByteArray());
    }
}
