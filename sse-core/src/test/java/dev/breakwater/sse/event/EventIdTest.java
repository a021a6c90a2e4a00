package dev.breakwater.sse.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"k3x9-0", "k3x9-1", "ABCDwxyz-120", "abcdefghij0123456789-9223372036854775807"})
    void id_asItIsWritten_isReadBack(String text) {
        EventId id = EventId.parse(text);
        assertThat(id).isNotNull();
        assertThat(id).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-1",
                "k3x9",
                "k3x9-",
                "k3x9 -1",
                "k3x9-1 ",
                " k3x9-1",
                "k3x9--1",
                "k3x9-+1",
                "k3x9-1-2",
                "k3x9-0x1",
                "k3x9-1.0",
                "k3x9-1e3",
                "k3x9_1",
                "k3é9-1",
                "k3x9-\u0661",
                "\u0661\u0661\u0661\u0661-1",
                "k3x9-1\0",
                "k3\0x-1",
                "null",
                "42",
                "1700000000000-0-extra"
            })
    void rubbish_isNoId(String text) {
        assertThat(EventId.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc-1", "a-1", "abcdefghij0123456789x-1"})
    void epochTooShortOrTooLong_isNoId(String text) {
        assertThat(EventId.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"k3x9-00", "k3x9-01", "k3x9-0000000000000000001"})
    void leadingZeros_areNoId_soThatEachIdHasOneText(String text) {
        assertThat(EventId.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k3x9-9223372036854775808",
                "k3x9-9999999999999999999",
                "k3x9-18446744073709551615",
                "k3x9-18446744073709551616",
                "k3x9-18446744073709551617",
                "k3x9-99999999999999999999"
            })
    void positionBeyondItsRange_isNoId(String text) {
        assertThat(EventId.parse(text)).isNull();
    }

    @Test
    void hugeText_isNoId() {
        assertThat(EventId.parse("a".repeat(1 << 20) + "-1")).isNull();
        assertThat(EventId.parse("k3x9-" + "1".repeat(1 << 20))).isNull();
    }

    @Test
    void randomIds_areReadBack_andFitIntoTheirLongest() {
        SplittableRandom random = new SplittableRandom(7);
        String letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        for (int round = 0; round < 10_000; round++) {
            StringBuilder epoch = new StringBuilder();
            for (int i = random.nextInt(4, 21); i > 0; i--) {
                epoch.append(letters.charAt(random.nextInt(letters.length())));
            }
            EventId id = new EventId(epoch.toString(), random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63));
            assertThat(id.toString()).hasSizeLessThanOrEqualTo(EventId.MAX_LENGTH);
            assertThat(EventId.parse(id.toString())).isEqualTo(id);
        }
    }

    @Test
    void longestId_keepsToWhatTheDesignPromises() {
        assertThat(EventId.MAX_LENGTH).isLessThanOrEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "abcdefghij0123456789x", "ab-d", "ab d", "abcé"})
    void epochThatIsNone_isRefused(String epoch) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventId(epoch, 1))
                .withMessage("epoch must have 4..20 ASCII letters and digits");
    }

    @Test
    void negativePosition_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EventId("k3x9", -1))
                .withMessage("position must be 0 or more: -1");
    }
}
