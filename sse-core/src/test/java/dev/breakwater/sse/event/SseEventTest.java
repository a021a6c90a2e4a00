package dev.breakwater.sse.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseEventTest {
    private static final SseEvent EVENT = SseEvent.of("t", "x");

    // Names

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "\r\n", "a\0", "\0"})
    void name_withCrLfOrNul_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EVENT.withName(name))
                .withMessageStartingWith("event name must have no CR, LF or NUL (at character ");
    }

    @Test
    void refusal_doesNotEchoUntrustedText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EVENT.withName("evil\r\nSet-Cookie: a=b"))
                .withMessage("event name must have no CR, LF or NUL (at character 4)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "error"})
    void name_thatABrowserMixesUpWithItsOwn_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EVENT.withName(name))
                .withMessageContaining("'open' or 'error'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"breakwater.gap", "breakwater.", "breakwater.anything"})
    void name_ofTheServer_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EVENT.withName(name))
                .withMessageContaining("must not start with 'breakwater.'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"message", "Open", "errors", "opening", "breakwater", "Breakwater.gap", "a b", "close", "é"})
    void name_ofAnyOtherKind_isTaken(String name) {
        assertThat(EVENT.withName(name).name()).isEqualTo(name);
    }

    @Test
    void name_upToItsLongest_isTaken() {
        assertThat(EVENT.withName("n".repeat(255)).name()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EVENT.withName("n".repeat(256)))
                .withMessage("event name must have 1..255 characters: 256");
    }

    @Test
    void name_thatIsEmpty_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EVENT.withName(""))
                .withMessage("event name must have 1..255 characters: 0");
    }

    // Keys

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0"})
    void key_withCrLfOrNul_isRefused(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EVENT.withKey(key))
                .withMessage("event key must have no CR, LF or NUL (at character 1)");
    }

    @Test
    void key_upToItsLongest_isTaken() {
        assertThat(EVENT.withKey("k".repeat(255)).key()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EVENT.withKey("k".repeat(256)))
                .withMessage("event key must have 1..255 characters: 256");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EVENT.withKey(""))
                .withMessage("event key must have 1..255 characters: 0");
    }

    // Topics

    @Test
    void event_withoutTopic_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SseEvent(List.of(), "x", null, null))
                .withMessage("event must have 1..16 topics: 0");
    }

    @Test
    void event_withTooManyTopics_isRefused() {
        List<String> most = IntStream.range(0, 16).mapToObj(i -> "t" + i).toList();
        assertThat(new SseEvent(most, "x", null, null).topics()).hasSize(16);
        List<String> tooMany = IntStream.range(0, 17).mapToObj(i -> "t" + i).toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SseEvent(tooMany, "x", null, null))
                .withMessage("event must have 1..16 topics: 17");
    }

    @Test
    void event_withATopicTwice_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SseEvent(List.of("a", "b", "a"), "x", null, null))
                .withMessage("event must name each topic once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a//b", "/a", "a/", "a b", "a/*", "**", "a\nb"})
    void event_withWhatIsNoTopicName_isRefused(String topic) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SseEvent.of(topic, "x"))
                .withMessageStartingWith("topic must ");
    }

    @Test
    void topics_areCopied() {
        List<String> topics = new ArrayList<>(List.of("a"));
        SseEvent event = new SseEvent(topics, "x", null, null);
        topics.add("b");
        assertThat(event.topics()).containsExactly("a");
    }

    @Test
    void topics_withNull_areRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> new SseEvent(Collections.singletonList(null), "x", null, null));
    }

    @Test
    void eventWithAnotherNameOrKey_keepsAllElse() {
        SseEvent event = new SseEvent(List.of("a", "b"), "x", "n", "k");
        assertThat(event.withName("m")).isEqualTo(new SseEvent(List.of("a", "b"), "x", "m", "k"));
        assertThat(event.withKey("l")).isEqualTo(new SseEvent(List.of("a", "b"), "x", "n", "l"));
    }
}
