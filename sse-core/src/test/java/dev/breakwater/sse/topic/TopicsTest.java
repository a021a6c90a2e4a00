package dev.breakwater.sse.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "prices/acme",
                "a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p",
                "a.b-c_d~e",
                "user:42",
                "..",
                "a/../b",
                "?query=1&x",
                "#",
                "été/日本",
                "\uD83D\uDE00/\uD83D\uDE01",
                "%2F"
            })
    void name_isTaken(String name) {
        assertThat(Topics.requireName(name)).isSameAs(name);
    }

    @Test
    void name_thatIsEmpty_isRefused() {
        refuses("", "topic must not be empty");
    }

    @Test
    void name_upToItsLongest_isTaken() {
        assertThat(Topics.requireName("a".repeat(256))).hasSize(256);
        refuses("a".repeat(257), "topic must have at most 256 characters: 257");
    }

    @Test
    void name_ofTooManySegments_isRefused() {
        refuses("a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q", "topic must have at most 16 segments: 17");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "a/", "a//b", "//"})
    void name_withAnEmptySegment_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topics.requireName(name))
                .withMessageStartingWith("topic must have no empty segment, nor start or end with '/' (at character ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "a/*", "a*", "*/a"})
    void name_withAnAsterisk_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topics.requireName(name))
                .withMessageStartingWith("topic must name one topic, without '*' (at character ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "a b",
                "a\tb",
                "a\nb",
                "a\rb",
                "a\0b",
                "a\u007Fb",
                "a\u0085b",
                "a\u00A0b",
                "a\u2003b",
                "a\u2028b",
                "a\u3000b",
                "a\u001Bb"
            })
    void name_withWhiteSpaceOrControlCharacters_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topics.requireName(name))
                .withMessageStartingWith("topic must have no white space, control characters or broken surrogates");
    }

    /** Not in a value source, which goes through UTF-8. */
    @Test
    void name_withABrokenSurrogate_isRefused() {
        for (String name :
                new String[] {"a\uD83D", "\uDE00", "\uD83D/\uDE00", "\uD83D\uD83D\uDE00", "\uD83D\uDE00\uDE00"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Topics.requireName(name))
                    .withMessageContaining("broken surrogates");
        }
    }

    @Test
    void refusal_echoesNothing() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topics.requireName("evil\u001B[31m"))
                .withMessage(
                        "topic must have no white space, control characters or broken surrogates (at character 4)");
    }

    private static void refuses(String name, String sentence) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Topics.requireName(name))
                .withMessage(sentence);
    }
}
