package dev.breakwater.sse.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.event.EventStreamParser.Message;
import dev.breakwater.sse.event.EventStreamParser.Stream;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlFramesTest {
    private static final EventId FROM = new EventId("old0", 7);
    private static final EventId TO = new EventId("k3x9", 42);

    @Test
    void retry_setsTheDelayAndDispatchesNothing() {
        Stream read = EventStreamParser.parse(ControlFrames.retry(Duration.ofMillis(1500)));
        assertThat(read.retries()).containsExactly(1500L);
        assertThat(read.messages()).isEmpty();
    }

    @Test
    void heartbeat_isACommentAndTheDelay() {
        Stream read = EventStreamParser.parse(ControlFrames.heartbeat(Duration.ofSeconds(2), null));
        assertThat(read.comments()).isEqualTo(1);
        assertThat(read.retries()).containsExactly(2000L);
        assertThat(read.messages()).isEmpty();
    }

    @Test
    void heartbeat_leavesTheLastEventIdAlone() {
        String stream = "data: x\nid: k3x9-1\n\n" + new String(ControlFrames.heartbeat(Duration.ofSeconds(2), null));
        assertThat(EventStreamParser.parse(stream).lastEventId()).isEqualTo("k3x9-1");
    }

    @Test
    void heartbeatEvent_hasTheIntervalAndTheDelay_andLeavesTheLastEventIdAlone() {
        byte[] heartbeat = ControlFrames.heartbeatEvent(Duration.ofSeconds(2), null, Duration.ofSeconds(15));
        Stream read = EventStreamParser.parse("data: x\nid: k3x9-1\n\n" + new String(heartbeat));
        assertThat(read.messages()).contains(new Message("breakwater.heartbeat", "15000", "k3x9-1"));
        assertThat(read.retries()).containsExactly(2000L);
        assertThat(read.lastEventId()).isEqualTo("k3x9-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 100, 16384})
    void padding_isACommentOfItsLength(int bytes) {
        byte[] padding = ControlFrames.padding(bytes);
        assertThat(padding).hasSize(bytes);
        Stream read = EventStreamParser.parse(new String(padding) + "data: x\n\n");
        assertThat(read.comments()).isEqualTo(1);
        assertThat(read.messages()).hasSize(1);
    }

    @Test
    void padding_ofNothing_isNothing() {
        assertThat(ControlFrames.padding(0)).isEmpty();
        assertThat(ControlFrames.padding(1)).as("no line is shorter").hasSize(2);
    }

    /** With a data line: Firefox moves its last event id only when a block has one. */
    @Test
    void checkpoint_isAnEventThatNobodyListensForWithDataThatIsEmpty() {
        Stream read = EventStreamParser.parse(ControlFrames.checkpoint(TO));
        assertThat(read.messages()).containsExactly(new Message("breakwater.checkpoint", "", "k3x9-42"));
        assertThat(read.lastEventId()).isEqualTo("k3x9-42");
    }

    @ParameterizedTest
    @CsvSource({"EXPIRED,expired", "EPOCH,epoch", "INVALID,invalid", "FUTURE,future", "SLOW,slow"})
    void gap_saysWhyAndFromWhereToWhere(GapReason reason, String onTheWire) {
        Stream read = EventStreamParser.parse(ControlFrames.gap(reason, FROM, TO, 0, null));
        assertThat(read.messages())
                .containsExactly(new Message(
                        "breakwater.gap",
                        "{\"reason\":\"" + onTheWire + "\",\"from\":\"old0-7\",\"to\":\"k3x9-42\"}",
                        "k3x9-42"));
    }

    @Test
    void gap_fromAnIdThatIsNoneOfOurs_saysNull() {
        Stream read = EventStreamParser.parse(ControlFrames.gap(GapReason.INVALID, null, TO, 0, null));
        assertThat(read.messages().get(0).data())
                .isEqualTo("{\"reason\":\"invalid\",\"from\":null,\"to\":\"k3x9-42\"}");
    }

    @Test
    void gap_ofAKnownSize_saysIt() {
        Stream read = EventStreamParser.parse(ControlFrames.gap(GapReason.SLOW, FROM, TO, 12, null));
        assertThat(read.messages().get(0).data())
                .isEqualTo("{\"reason\":\"slow\",\"from\":\"old0-7\",\"to\":\"k3x9-42\",\"lost\":12}");
    }

    /** In Turkish the lower case of EXPIRED has a dotless i. */
    @Test
    void reasons_areTheSameInEveryLanguage() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(GapReason.EXPIRED.wireName()).isEqualTo("expired");
        } finally {
            Locale.setDefault(before);
        }
    }
}
