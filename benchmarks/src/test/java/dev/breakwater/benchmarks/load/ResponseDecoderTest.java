package dev.breakwater.benchmarks.load;

import static dev.breakwater.benchmarks.load.StreamText.buffer;
import static dev.breakwater.benchmarks.load.StreamText.chunked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseDecoderTest {
    private final StringBuilder body = new StringBuilder();
    private final ResponseDecoder decoder = new ResponseDecoder(this::append);

    @Test
    void decode_chunksSplitAtEveryByte_givesBody() {
        ByteBuffer in = buffer(chunked("some body, not very long", 5) + "0\r\nTrailer: x\r\n\r\n");
        for (int split = 0; split <= in.limit(); split++) {
            body.setLength(0);
            decoder.next();
            decoder.decode(in, 0, split);
            decoder.decode(in, split, in.limit());
            assertThat(decoder.status()).isEqualTo(200);
            assertThat(decoder.ended()).isTrue();
            assertThat(body).as("split at %d", split).hasToString("some body, not very long");
        }
    }

    @Test
    void decode_pipelinedResponses_stopsAtTheEndOfEach() {
        ByteBuffer in = buffer("HTTP/1.1 201 Created\r\ncontent-length: 3\r\n\r\nabc"
                + "HTTP/1.1 204 No Content\r\n\r\n"
                + "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n");
        int[] statuses = {201, 204, 429};
        int at = 0;
        for (int status : statuses) {
            at = decoder.decode(in, at, in.limit());
            assertThat(decoder.ended()).isTrue();
            assertThat(decoder.status()).isEqualTo(status);
            decoder.next();
        }
        assertThat(at).isEqualTo(in.limit());
        assertThat(body).hasToString("abc");
    }

    @Test
    void decode_chunkLongerThanItsSize_fails() {
        ByteBuffer in = buffer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n");
        assertThatThrownBy(() -> decoder.decode(in, 0, in.limit()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("longer than its size");
    }

    @Test
    void decode_notHttp_fails() {
        ByteBuffer in = buffer("SSH-2.0-OpenSSH_9.2\r\n");
        assertThatThrownBy(() -> decoder.decode(in, 0, in.limit()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not an HTTP/1.1 response");
    }

    private void append(ByteBuffer in, int from, int to) {
        byte[] bytes = new byte[to - from];
        in.get(from, bytes);
        body.append(new String(bytes, StandardCharsets.UTF_8));
    }
}
