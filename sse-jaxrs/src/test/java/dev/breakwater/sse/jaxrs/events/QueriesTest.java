package dev.breakwater.sse.jaxrs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.delivery.SlowConsumerPolicy;
import dev.breakwater.sse.delivery.StartPosition;
import dev.breakwater.sse.delivery.StreamForm;
import dev.breakwater.sse.delivery.SubscriptionRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        "topic=a&lastEventId=, Latest[]",
        "topic=a&from=snapshot, Snapshot[]",
        "topic=a&since=2026-01-31T12:00:00Z, Since[instant=2026-01-31T12:00:00Z]",
        "topic=a&since=2026-01-31T12:00:00.5%2B02:00, Since[instant=2026-01-31T10:00:00.500Z]",
        "topic=a&since=2026-01-31T12:00:00+02:00, Since[instant=2026-01-31T10:00:00Z]"
    })
    void start_ofTheQuery_isTaken(String query, String start) {
        assertThat(subscription(query).start()).hasToString(start);
    }

    @ParameterizedTest
    @CsvSource({
        "last=0, last must be 1..1000000: 0",
        "last=1000000000000, last must be a number",
        "last=-1, last must be 1..1000000: -1",
        "since=yesterday, since must be a time as of RFC 3339",
        "since=2026-01-31, since must be a time as of RFC 3339",
        "since=, since must be a time as of RFC 3339",
        "from=oldest, from must be",
        "since=2026-01-31T12:00:00Z&last=1, one start position",
        "from=snapshot&lastEventId=x-1, one start position",
        "since=2026-01-31T12:00:00Z&since=2026-01-31T12:00:00Z, must be given once"
    })
    void start_thatIsNone_isRefused(String query, String sentence) {
        assertThatThrownBy(() -> subscription("topic=a&" + query))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void idempotencyKey_isAStringOfStructuredFields_orPlain() {
        assertThat(IdempotencyKey.parse("plain-key")).isEqualTo("plain-key");
        assertThat(IdempotencyKey.parse("\"quoted key\"")).isEqualTo("quoted key");
        assertThat(IdempotencyKey.parse("\"a\\\"b\\\\c\"")).isEqualTo("a\"b\\c");
        assertThat(IdempotencyKey.parse("\"\"")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"", "\"open", "\"a\"; b", "\"a\", \"b\"", "\"a\\"})
    void idempotencyKey_malformed_isRefused(String value) {
        assertThatThrownBy(() -> IdempotencyKey.parse(value)).hasMessageContaining("one string in double quotes");
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
    void subscription_namesTopics_ifItIsAskedTo() {
        assertThat(subscription("topic=a&topics=named").namesTopics()).isTrue();
        assertThat(subscription("topic=a").namesTopics()).isFalse();
        assertThatThrownBy(() -> subscription("topic=a&topics=b")).hasMessageContaining("topics must be 'named'");
    }

    @Test
    void subscription_hasTheHeartbeatsAndThePaddingThatItAsksFor() {
        assertThat(subscription("topic=a").form()).isEqualTo(StreamForm.PLAIN);
        assertThat(subscription("topic=a&heartbeat=comment").form()).isEqualTo(StreamForm.PLAIN);
        assertThat(subscription("topic=a&heartbeat=event&padding=16384&topics=named")
                        .form())
                .isEqualTo(new StreamForm(true, true, 16384));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "16385", "", "2k", "99999999999"})
    void padding_outOfItsRange_isRefused(String padding) {
        assertThatThrownBy(() -> subscription("topic=a&padding=" + padding))
                .hasMessage("padding must be a number of bytes, 0..16384: '" + padding + "'");
    }

    @Test
    void publication_ofTheQuery_hasAllParts() {
        PublishQuery query = PublishQuery.parse("topic=a&topic=b&event=e&key=k%20k&pace=true");

        assertThat(query).isEqualTo(new PublishQuery(List.of("a", "b"), "e", "k k", true));
        assertThat(query.event("x").topics()).containsExactly("a", "b");
        assertThat(PublishQuery.parse(null)).isEqualTo(new PublishQuery(List.of(), null, null, false));
    }
}
