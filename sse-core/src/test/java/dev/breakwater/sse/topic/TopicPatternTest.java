package dev.breakwater.sse.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicPatternTest {
    private static final int ROUNDS = 200_000;

    @ParameterizedTest
    @CsvSource(textBlock = """
            a,       a,         true
            a,       b,         false
            a,       a/b,       false
            a/b,     a,         false
            a/b,     a/b,       true
            *,       a,         true
            *,       a/b,       false
            **,      a,         true
            **,      a/b,       true
            **,      a/b/c,     true
            a/*,     a,         false
            a/*,     a/b,       true
            a/*,     a/b/c,     false
            a/*,     ab/c,      false
            a/*,     b/a,       false
            a/**,    a,         false
            a/**,    a/b,       true
            a/**,    a/b/c/d,   true
            a/**,    ab,        false
            a/**,    ab/c,      false
            */b,     a/b,       true
            */b,     a/c,       false
            */b,     a/b/b,     false
            a/*/c,   a/b/c,     true
            a/*/c,   a/b/d,     false
            a/*/c,   a/c,       false
            a/*/c,   a/b/c/c,   false
            */*,     a,         false
            */*,     a/b,       true
            */*,     a/b/c,     false
            */**,    a,         false
            */**,    a/b,       true
            */**,    a/b/c,     true
            a/*/**,  a/b,       false
            a/*/**,  a/b/c,     true
            """)
    void pattern_matchesAsItsWildcardsSay(String pattern, String topic, boolean matches) {
        assertThat(TopicPattern.of(pattern).matches(topic)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*", "*a", "a/b*", "***", "a/***", "**a", "a/*b/c"})
    void wildcard_thatIsNotAWholeSegment_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicPattern.of(text))
                .withMessageStartingWith("topic pattern must have '*' or '**' only as a whole segment (at character ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"**/a", "a/**/b", "**/**", "**/*"})
    void restWildcard_thatIsNotLast_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicPattern.of(text))
                .withMessageStartingWith("topic pattern must have '**' only as its last segment (at character ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "a//b", "a/", "a b", "*/ /c", "a\n*"})
    void pattern_whoseTextCouldBeNoName_isRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TopicPattern.of(text))
                .withMessageStartingWith("topic pattern must ");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            a/b,     true,  false, a/b
            *,       false, false, ''
            **,      false, true,  ''
            a/*,     false, false, a/
            a/**,    false, false, a/
            a/*/c,   false, false, a/
            */a,     false, false, ''
            a/b/*/*, false, false, a/b/
            """)
    void pattern_knowsItsKind(String text, boolean exact, boolean everything, String literalPrefix) {
        TopicPattern pattern = TopicPattern.of(text);
        assertThat(pattern.isExact()).isEqualTo(exact);
        assertThat(pattern.isEverything()).isEqualTo(everything);
        assertThat(pattern.literalPrefix()).isEqualTo(literalPrefix);
        assertThat(pattern).hasToString(text);
    }

    @Test
    void patterns_ofTheSameText_areEqual() {
        assertThat(TopicPattern.of("a/*")).isEqualTo(TopicPattern.of("a/*")).hasSameHashCodeAs(TopicPattern.of("a/*"));
        assertThat(TopicPattern.of("a/*")).isNotEqualTo(TopicPattern.of("a/**"));
    }

    @Test
    void randomPatterns_matchAsANaiveMatcherSays() {
        SplittableRandom random = new SplittableRandom(11);
        int matches = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String topic = segments(random, List.of("a", "b", "ab"), "a");
            String pattern = segments(random, List.of("a", "b", "ab", "*", "*"), "**");
            boolean expected = naivelyMatches(List.of(pattern.split("/")), List.of(topic.split("/")));
            assertThat(TopicPattern.of(pattern).matches(topic))
                    .as("%s on %s", pattern, topic)
                    .isEqualTo(expected);
            matches += expected ? 1 : 0;
        }
        assertThat(matches).as("rounds that say something").isBetween(ROUNDS / 20, ROUNDS * 19 / 20);
    }

    private static String segments(SplittableRandom random, List<String> inner, String last) {
        String[] segments = new String[random.nextInt(1, 5)];
        Arrays.setAll(segments, i -> inner.get(random.nextInt(inner.size())));
        if (random.nextInt(3) == 0) {
            segments[segments.length - 1] = last;
        }
        return String.join("/", segments);
    }

    private static boolean naivelyMatches(List<String> pattern, List<String> topic) {
        if (pattern.isEmpty() || topic.isEmpty()) {
            return pattern.isEmpty() && topic.isEmpty();
        }
        if (pattern.get(0).equals("**")) {
            return true;
        }
        return (pattern.get(0).equals("*") || pattern.get(0).equals(topic.get(0)))
                && naivelyMatches(pattern.subList(1, pattern.size()), topic.subList(1, topic.size()));
    }
}
