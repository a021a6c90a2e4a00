package dev.breakwater.sse.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComeBackTest {
    private static final Deferral LATER = new Deferral(Duration.ofMillis(2_345), DeferralReason.RATE);

    private static String body(ComeBack comeBack) {
        return new String(comeBack.body(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "text/event-stream",
                "*/*",
                "application/*",
                "",
                ",",
                ";",
                "application/problem+json;q=0",
                "application/problem+json ; q=0.000",
                "application/problem+jsonx"
            })
    void client_thatDoesNotAskForProblems_getsAnEmptyStream(String accept) {
        ComeBack comeBack = ComeBack.to(accept, LATER);

        assertThat(comeBack.status()).isEqualTo(200);
        assertThat(comeBack.contentType()).isEqualTo("text/event-stream");
        assertThat(comeBack.headers().get("Cache-Control")).contains("no-store");
        assertThat(body(comeBack)).isEqualTo("retry: 2345\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/event-stream, application/problem+json",
                "Application/Problem+JSON",
                "application/problem+json;q=0.5,text/event-stream"
            })
    void client_thatAsksForProblems_getsOneAndWhenToReturn(String accept) {
        ComeBack comeBack = ComeBack.to(accept, LATER);

        assertThat(comeBack.status()).isEqualTo(503);
        assertThat(comeBack.contentType()).isEqualTo("application/problem+json");
        assertThat(comeBack.headers()).containsEntry("Retry-After", "3");
        assertThat(body(comeBack))
                .startsWith("{\"type\":\"about:blank\"")
                .contains("come back in 3 s")
                .endsWith("}");
    }

    @Test
    void retry_isKeptWithinWhatBrowsersFollow() {
        assertThat(new Deferral(Duration.ZERO, DeferralReason.RATE).retry()).isEqualTo(Duration.ofMillis(500));
        assertThat(new Deferral(Duration.ofDays(1), DeferralReason.RATE).retry())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void sentences_needNoEscapingInJson() {
        for (DeferralReason reason : DeferralReason.values()) {
            assertThat(reason.sentence()).matches("[a-z ,:]+");
        }
    }
}
