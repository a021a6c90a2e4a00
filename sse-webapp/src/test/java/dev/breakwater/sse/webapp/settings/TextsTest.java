package dev.breakwater.sse.webapp.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TextsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "15s, PT15S",
        "5m, PT5M",
        "1h, PT1H",
        "2d, PT48H",
        "15 s, PT15S",
        "0, PT0S",
        "0s, PT0S",
        "PT15S, PT15S",
        "PT1H30M, PT1H30M",
        "P1D, PT24H"
    })
    void duration_inWordsOrIso_isRead(String text, Duration duration) {
        assertThat(Texts.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"15", "s", "-5s", "1.5s", "5S", "5min", "PT", "99999999999999999d", "", "9999999999999999999s"})
    void duration_ofAnotherForm_isRefused(String text) {
        assertThatThrownBy(() -> Texts.duration(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a duration: 500ms, 15s");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "65536, 65536", "64KiB, 65536", "64k, 65536", "1MiB, 1048576", "2 GiB, 2147483648", "7b, 7"})
    void bytes_withOrWithoutUnit_areRead(String text, long bytes) {
        assertThat(Texts.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5M", "1TiB", "999999999999999999GiB", "1e6"})
    void bytes_ofAnotherForm_areRefused(String text) {
        assertThatThrownBy(() -> Texts.bytes(text)).hasMessageContaining("must be a number of bytes");
    }

    @Test
    void bytes_tooManyForAnInt_areRefused() {
        assertThat(Texts.smallBytes("1GiB")).isEqualTo(1 << 30);
        assertThatThrownBy(() -> Texts.smallBytes("2GiB")).hasMessageContaining("below 2GiB");
    }

    @Test
    void words_areRead() {
        assertThat(Texts.onOff("on")).isTrue();
        assertThat(Texts.onOff("FALSE")).isFalse();
        assertThat(Texts.policy("Skip")).isEqualTo(SlowConsumerPolicy.SKIP);
        assertThatThrownBy(() -> Texts.onOff("yes")).hasMessage("must be 'on' or 'off'");
        assertThatThrownBy(() -> Texts.policy("block")).hasMessage("must be one of disconnect, skip, conflate");
        assertThatThrownBy(() -> Texts.integer("1k")).hasMessageContaining("whole number");
    }

    @Test
    void origins_separatedByCommas_areRead() {
        assertThat(Origins.parse("https://a.example, http://localhost:3000,http://[::1]:8080"))
                .isEqualTo(Set.of("https://a.example", "http://localhost:3000", "http://[::1]:8080"));
        assertThat(Origins.parse("*")).isEqualTo(Set.of("*"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.example",
                "https://a.example/",
                "https://A.example",
                "null",
                "https://a.example,*",
                "https://a.example,",
                "https://*.example",
                "ftp://a.example",
                "https://a.example\r\nX: y"
            })
    void origins_ofAnotherForm_areRefused(String text) {
        assertThatThrownBy(() -> Origins.parse(text)).hasMessageContaining("must be origins separated by commas");
    }
}
