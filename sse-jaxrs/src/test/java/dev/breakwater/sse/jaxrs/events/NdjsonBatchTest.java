package dev.breakwater.sse.jaxrs.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.sse.event.SseEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NdjsonBatchTest {
    private static final PublishQuery QUERY = new PublishQuery(List.of("t"), "name", "key", false);

    private static List<SseEvent> parse(String text) {
        return new NdjsonBatch(text, QUERY).events();
    }

    @Test
    void lines_withWhateverEnd_areEvents() {
        assertThat(parse("{\"data\":\"1\"}\n\n  \r\n{\"data\":\"2\"}\r\n{\"data\":\"3\"}"))
                .extracting(SseEvent::data)
                .containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"text \\u00fc\"; text \u00fc",
                "1; 1",
                "-1.50e+3; -1.50e+3",
                "123456789012345678901234567890.10; 123456789012345678901234567890.10",
                "true; true",
                "null; null",
                "[ ]; []",
                "{ \"a\" : [ 1 , { \"b\" : null } ] , \"c\" : \"\\\"\\u0000\" }; {\"a\":[1,{\"b\":null}],\"c\":\"\\\"\\u0000\"}"
            })
    void data_ofAnyKind_isItsTextOrItsJson(String json, String data) {
        assertThat(parse("{\"data\":" + json + "}")).extracting(SseEvent::data).containsExactly(data);
    }

    @Test
    void fields_ofALine_goBeforeTheQuery() {
        assertThat(parse("{\"topic\":[\"a\",\"b\"],\"event\":null,\"data\":\"x\",\"key\":\"k\"}"))
                .containsExactly(new SseEvent(List.of("a", "b"), "x", null, "k"));
        assertThat(parse("{\"topic\":\"a\",\"data\":\"x\"}"))
                .containsExactly(new SseEvent(List.of("a"), "x", "name", "key"));
        assertThat(parse("{\"data\":\"x\"}")).containsExactly(new SseEvent(List.of("t"), "x", "name", "key"));
    }

    @Test
    void fault_inALine_isNamedByItsNumber() {
        assertThatThrownBy(() -> parse("\n{\"data\":1}\n\n{\"data\":1,\"x\\n\":2}"))
                .hasMessage("line 4: unknown field 'x\\u000a': use data, event, key, topic");
    }

    @Test
    void event_tooLong_isFoundByItsLine() {
        NdjsonBatch batch = new NdjsonBatch("{\"data\":1}\n\n{\"data\":\"" + "x".repeat(100) + "\"}", QUERY);

        assertThat(batch.lineLongerThan(50)).isEqualTo(3);
        assertThat(batch.lineLongerThan(5_000)).isZero();
    }

    @Test
    void batch_asLargeAsAllowed_isTaken() {
        assertThat(parse("{\"data\":1}\n".repeat(NdjsonBatch.MOST_EVENTS))).hasSize(NdjsonBatch.MOST_EVENTS);
    }
}
