package dev.breakwater.sse.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.breakwater.sse.topic.TopicPattern;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SubscriptionRequestTest {
    private static List<String> topics(int count) {
        return IntStream.range(0, count).mapToObj(i -> "t" + i).toList();
    }

    @Test
    void request_beginsWithWhatComes_underThePolicyOfTheHub() {
        SubscriptionRequest request = SubscriptionRequest.of(List.of("a", "b/*"));
        assertThat(request.topics()).containsExactlyInAnyOrder(TopicPattern.of("a"), TopicPattern.of("b/*"));
        assertThat(request.start()).isEqualTo(StartPosition.latest());
        assertThat(request.policy()).isNull();
    }

    @Test
    void request_forATopicTwice_isForOne() {
        assertThat(SubscriptionRequest.of(List.of("a", "a")).topics()).hasSize(1);
    }

    @Test
    void request_withAnotherStartOrPolicy_keepsAllElse() {
        SubscriptionRequest request = SubscriptionRequest.of(List.of("a"))
                .from(StartPosition.earliest())
                .withPolicy(SlowConsumerPolicy.SKIP)
                .from(StartPosition.last(3));
        assertThat(request.topics()).containsExactly(TopicPattern.of("a"));
        assertThat(request.start()).isEqualTo(StartPosition.last(3));
        assertThat(request.policy()).isEqualTo(SlowConsumerPolicy.SKIP);
    }

    @Test
    void request_withTooFewOrTooManyTopics_isRefused() {
        assertThat(SubscriptionRequest.of(topics(64)).topics()).hasSize(64);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubscriptionRequest.of(topics(65)))
                .withMessage("subscription must have 1..64 topics: 65");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubscriptionRequest.of(List.of()))
                .withMessage("subscription must have 1..64 topics: 0");
    }

    @Test
    void request_forWhatIsNoTopic_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SubscriptionRequest.of(List.of("a", "b//c")))
                .withMessageStartingWith("topic pattern must ");
    }

    @Test
    void last_hasItsRange() {
        assertThat(StartPosition.last(1_000_000)).isEqualTo(new StartPosition.Last(1_000_000));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StartPosition.last(0))
                .withMessage("last must be 1..1000000: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StartPosition.last(1_000_001))
                .withMessage("last must be 1..1000000: 1000001");
    }

    @Test
    void reasons_haveLabelsForMetrics() {
        assertThat(CloseReason.CLIENT_GONE.label()).isEqualTo("client-gone");
        assertThat(CloseReason.TOO_SLOW.label()).isEqualTo("too-slow");
    }
}
