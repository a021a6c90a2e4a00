package dev.breakwater.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicsTest {
    private final Topics topics = Topics.of(6, 2);

    @Test
    void name_eventsInTurns_goThroughGroupsFirst() {
        assertThat(topics.groups()).isEqualTo(3);
        assertThat(List.of(1, 2, 3, 4, 7))
                .map(number -> topics.name(number))
                .containsExactly("g000000/n000", "g000001/n000", "g000002/n000", "g000000/n001", "g000000/n000");
    }

    @Test
    void pattern_ofAGroup_isTheBeginningOfItsTopics() {
        String beginning = topics.pattern(2).replace("*", "");
        assertThat(topics.ofGroup(2)).hasSize(2).allMatch(topic -> topic.startsWith(beginning));
        assertThat(topics.ofGroup(1)).noneMatch(topic -> topic.startsWith(beginning));
    }

    @Test
    void request_eachNumber_namesItsTopic() {
        PublishRequest request = PublishRequest.to("localhost", "/events?topic=", topics, List.of(), 40);
        ByteBuffer out = ByteBuffer.allocate(1000);
        out.put("before".getBytes(StandardCharsets.US_ASCII));
        request.begin(out, 5, 1);
        request.write(out, 5, 1);
        assertThat(new String(out.array(), 0, out.position(), StandardCharsets.US_ASCII))
                .startsWith("beforePOST /events?topic=g000001/n001 HTTP/1.1\r\nHost: localhost\r\n");
        assertThat(out.position() - "before".length()).isEqualTo(request.length(1));
    }

    @Test
    void of_noWholeGroups_isRefused() {
        assertThatThrownBy(() -> Topics.of(10, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 topics are no whole groups of 3");
    }
}
