package dev.breakwater.sse.jaxrs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QueriesTest {
    private static SubscriptionRequest subscription(String query) {
        return SubscribeQuery.parse(query, null, null, "address 192.0.2.1");
    }

    @Test
    void parameters_encoded_areDecodedAsUtf8() {
        QueryParameters parameters = new QueryParameters("&a=%C3%BC%2F+x&a=1=2&b&&a=", "a", "b");

        assertThat(parameters.all("a")).containsExactly("\u00fc/ x", "1=2", "");
        assertThat(parameters.one("b")).isEmpty();
        assertThat(parameters.one("c")).isNull();
    }

    @Test
    void parameters_ofNoQuery_areNone() {
        assertThat(new QueryParameters(null, "a").all("a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "a=%, two hexadecimal digits",
        "a=%4, two hexadecimal digits",
        "a=%g0, two hexadecimal digits",
        "a=%-1, two hexadecimal digits",
        "a=%80, must be UTF-8",
        "a=%C0%AF, must be UTF-8",
        "%61b=1, unknown query parameter 'ab': use a",
        "A=1, unknown query parameter 'A'"
    })
    void parameters_malformed_areRefused(String query, String sentence) {
        assertThatThrownBy(() -> new QueryParameters(query, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "topic=a, Latest[]",
        "topic=a&from=latest, Latest[]",
        "topic=a&from=earliest, Earliest[]",
        "topic=a&last=7, Last[count=7]",
        "topic=a&lastEventId=x-1, After[lastEventId=x-1]",
        "topic=a&lastEventId=, Latest[]"
    })
    void start_ofTheQuery_isTaken(String query, String start) {
        assertThat(subscription(query).start()).hasToString(start);
    }

    @Test
    void start_ofTheHeader_goesFirst() {
        assertThat(SubscribeQuery.parse("topic=a&last=7", "id", null, "address 192.0.2.1")
                        .start())
                .isEqualTo(StartPosition.after("id"));
        assertThatThrownBy(() -> SubscribeQuery.parse("topic=a&last=7&from=latest", "id", null, "address 192.0.2.1"))
                .hasMessageContaining("one start position");
    }

    @Test
    void subscription_ofSeveralTopics_hasThemAndItsPolicy() {
        SubscriptionRequest request = subscription("topic=a&topic=b/*&slow=conflate");

        assertThat(request.topics()).extracting(Object::toString).containsExactlyInAnyOrder("a", "b/*");
        assertThat(request.policy()).isEqualTo(SlowConsumerPolicy.CONFLATE);
        assertThat(subscription("topic=a").policy()).isNull();
    }

    @Test
    void publication_ofTheQuery_hasAllParts() {
        PublishQuery query = PublishQuery.parse("topic=a&topic=b&event=e&key=k%20k&pace=true");

        assertThat(query).isEqualTo(new PublishQuery(List.of("a", "b"), "e", "k k", true));
        assertThat(query.event("x").topics()).containsExactly("a", "b");
        assertThat(PublishQuery.parse(null)).isEqualTo(new PublishQuery(List.of(), null, null, false));
    }
}
