package dev.breakwater.sse.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.event.EventStreamParser.Message;
import org.junit.jupiter.api.Test;

/** The examples of HTML, 9.2.6: if the parser is wrong, nothing that is tested with it is worth much. */
class EventStreamParserTest {
    @Test
    void dataOfThreeLines_dispatchesOneMessageWithLineFeeds() {
        assertThat(EventStreamParser.parse("data: YHOO\ndata: +2\ndata: 10\n\n").messages())
                .containsExactly(new Message("message", "YHOO\n+2\n10", ""));
    }

    @Test
    void fourBlocks_dispatchTwoMessagesAndDiscardTheUnfinishedOne() {
        String stream = ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event";
        EventStreamParser.Stream read = EventStreamParser.parse(stream);
        assertThat(read.messages())
                .containsExactly(
                        new Message("message", "first event", "1"), new Message("message", "second event", ""));
        assertThat(read.comments()).isEqualTo(1);
    }

    @Test
    void fieldsWithoutColon_dispatchEmptyDataAndOneLineFeed() {
        assertThat(EventStreamParser.parse("data\n\ndata\ndata\n\ndata:").messages())
                .containsExactly(new Message("message", "", ""), new Message("message", "\n", ""));
    }

    @Test
    void spaceAfterColon_makesNoDifference() {
        assertThat(EventStreamParser.parse("data:test\n\ndata: test\n\n").messages())
                .containsExactly(new Message("message", "test", ""), new Message("message", "test", ""));
    }

    @Test
    void lineEndsOfAllThreeKinds_separateLines() {
        assertThat(EventStreamParser.parse("data:a\rdata:b\r\ndata:c\n\r\n").messages())
                .containsExactly(new Message("message", "a\nb\nc", ""));
    }

    @Test
    void idWithNul_isIgnored() {
        assertThat(EventStreamParser.parse("id: 1\n\nid: 2\0\n\n").lastEventId())
                .isEqualTo("1");
    }

    @Test
    void retry_takesDigitsOnly() {
        assertThat(EventStreamParser.parse("retry: 10\nretry: 1s\nretry\nretry: -3\n\n")
                        .retries())
                .containsExactly(10L);
    }

    @Test
    void byteOrderMark_isDroppedAtTheBeginningOnly() {
        assertThat(EventStreamParser.parse("\uFEFFdata: \uFEFFa\n\n").messages())
                .containsExactly(new Message("message", "\uFEFFa", ""));
    }
}
