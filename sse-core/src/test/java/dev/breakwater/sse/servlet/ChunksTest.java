package dev.breakwater.sse.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunksTest {
    private static final byte[] CRLF = "\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BYTES = new byte[100_000];
    private static final int OFFSET = 17;

    static {
        new Random(1).nextBytes(BYTES);
    }

    /** Whatever a socket takes of a chunk, with the rest it is the same as without a cut. */
    @ParameterizedTest
    @CsvSource({
        "false, 5, 0",
        "true, 5, 0",
        "false, 5, 300",
        "true, 5, 300",
        "false, 9000, 0",
        "true, 9000, 0",
        "false, 20, 9000",
        "true, 20, 9000",
        "true, 32768, 60000"
    })
    void chunk_thatIsCutAnywhere_goesOnWithItsRest(boolean endsAtOnce, int size, int following) {
        byte[] expected = expected(endsAtOnce, size, following);
        for (int taken = 0; taken <= expected.length - following; taken += taken < 20 || taken > size ? 1 : 97) {
            assertThat(written(endsAtOnce, size, following, taken))
                    .as("cut after %d", taken)
                    .isEqualTo(expected);
        }
    }

    /** By the standard, after a chunk that somebody else has begun with and not ended. */
    private static byte[] expected(boolean endsAtOnce, int size, int following) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(CRLF);
        out.writeBytes(Integer.toHexString(size).toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(CRLF);
        out.write(BYTES, OFFSET, size);
        if (following > 0) {
            out.writeBytes(CRLF);
            out.writeBytes(
                    Integer.toHexString(following).toUpperCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(CRLF);
            out.write(BYTES, OFFSET + size, following);
        }
        if (endsAtOnce) {
            out.writeBytes(CRLF);
        }
        return out.toByteArray();
    }

    /** All that a client gets of a write of which the socket takes so many bytes at once. */
    private static byte[] written(boolean endsAtOnce, int size, int following, int taken) {
        Chunks chunks = new Chunks();
        if (endsAtOnce) {
            chunks.endAtOnce();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer chunk = chunks.frame(Chunks.newBuffer(), BYTES, OFFSET, size).flip();
        drain(chunk, Math.min(taken, chunk.remaining()), out);
        ByteBuffer[] rest = chunks.rest(chunk, size, BYTES, OFFSET + size, following);
        Stream.of(rest).forEach(buffer -> drain(buffer, buffer.remaining(), out));
        return out.toByteArray();
    }

    private static void drain(ByteBuffer from, int count, ByteArrayOutputStream to) {
        for (int i = 0; i < count; i++) {
            to.write(from.get());
        }
    }
}
