package dev.breakwater.sse.jaxrs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.jaxrs.problem.ProblemException;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestBodyTest {
    private static RequestBody body(String type, byte[] bytes) {
        MediaType mediaType = type == null ? null : MediaType.valueOf(type);
        return new RequestBody(mediaType, bytes.length, new ByteArrayInputStream(bytes));
    }

    @Test
    void text_withoutCharset_isUtf8() {
        byte[] utf8 = "\u00fc\ud83d\ude00".getBytes(StandardCharsets.UTF_8);

        assertThat(body(null, utf8).read(100)).isEqualTo("\u00fc\ud83d\ude00");
        assertThat(body("text/plain", utf8).read(100)).isEqualTo("\u00fc\ud83d\ude00");
    }

    @Test
    void text_withCharset_isDecodedByIt() {
        assertThat(body("text/plain;charset=ISO-8859-1", new byte[] {(byte) 0xFC})
                        .read(100))
                .isEqualTo("\u00fc");
        assertThat(body("text/plain;charset=\"utf-16le\"", new byte[] {'a', 0}).read(100))
                .isEqualTo("a");
    }

    @Test
    void text_malformed_isRefused() {
        assertThatThrownBy(() -> body(null, new byte[] {(byte) 0xC3}).read(100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("body must be text in UTF-8");
    }

    @Test
    void body_asLongAsAllowed_isRead() {
        assertThat(body(null, new byte[5]).read(5)).hasSize(5);
        assertThat(body(null, new byte[0]).read(5)).isEmpty();
    }

    @Test
    void body_announcedTooLong_isNotRead() {
        InputStream unread = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("read");
            }
        };

        assertThatThrownBy(() -> new RequestBody(null, 6, unread).read(5)).satisfies(RequestBodyTest::is413);
    }

    @Test
    void body_withoutEnd_isReadAsFarAsAllowed() {
        InputStream endless = new InputStream() {
            private int count;

            @Override
            public int read() throws IOException {
                assertThat(++count).isLessThanOrEqualTo(6);
                return 'x';
            }
        };

        assertThatThrownBy(() -> new RequestBody(null, -1, endless).read(5)).satisfies(RequestBodyTest::is413);
    }

    /** It was taken for a fault of the server's own, and filled the log with stack traces. */
    @Test
    void body_thatBreaksOff_isThePublishersFault() {
        InputStream brokenOff = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the client has gone");
            }
        };

        assertThatThrownBy(() -> new RequestBody(null, 6, brokenOff).read(100))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.getResponse().getStatus()).isEqualTo(400))
                .hasMessageContaining("broke off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-ndjson", "Application/X-NDJSON; charset=utf-8"})
    void batch_ofAnySpelling_isKnown(String type) {
        assertThat(body(type, new byte[0]).is(NdjsonBatch.MEDIA_TYPE)).isTrue();
    }

    @Test
    void otherTypes_areNoBatch() {
        assertThat(body("application/json", new byte[0]).is(NdjsonBatch.MEDIA_TYPE))
                .isFalse();
        assertThat(body(null, new byte[0]).is(NdjsonBatch.MEDIA_TYPE)).isFalse();
    }

    private static void is413(Throwable thrown) {
        assertThat(thrown).isInstanceOf(ProblemException.class).hasMessageContaining("at most 5 bytes");
        assertThat(((ProblemException) thrown).getResponse().getStatus()).isEqualTo(413);
    }
}
