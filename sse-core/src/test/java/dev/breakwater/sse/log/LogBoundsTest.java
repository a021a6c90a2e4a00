package dev.breakwater.sse.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogBoundsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @ParameterizedTest
    @ValueSource(ints = {1, 65_536, 1 << 30})
    void events_withinTheirRange_areTaken(int events) {
        assertThat(new LogBounds(events, 1024, HOUR).maxEvents()).isEqualTo(events);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, (1 << 30) + 1, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void events_outOfTheirRange_areRefused(int events) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogBounds(events, 1024, HOUR))
                .withMessage("retention events must be 1..1073741824: " + events);
    }

    @ParameterizedTest
    @ValueSource(longs = {1023, 0, -1})
    void bytes_outOfTheirRange_areRefused(long bytes) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogBounds(1, bytes, HOUR))
                .withMessage("retention bytes must be 1024 or more: " + bytes);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void age_thatIsNotPositive_isRefused(long millis) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogBounds(1, 1024, Duration.ofMillis(millis)))
                .withMessageStartingWith("retention age must be ");
    }

    /** An age whose milliseconds do not fit into a long broke every publish, half way through. */
    @Test
    void age_thatCannotBeCounted_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LogBounds(1, 1024, ChronoUnit.FOREVER.getDuration()))
                .withMessageStartingWith("retention age must be ");
    }

    @Test
    void longestAge_isTaken() {
        TestLog log = new TestLog(new LogBounds(10, 1 << 20, Duration.ofDays(36_500)));
        log.publish("a");
        assertThat(log.log.size()).isEqualTo(1);
    }
}
