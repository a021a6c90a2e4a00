package dev.breakwater.sse.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.event.SseEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log lets go, and who is told. */
class RetentionTest {
    @Test
    void eventsBeyondTheirNumber_goOldestFirst() {
        TestLog log = TestLog.keeping(3);
        log.publish(5, "a");
        assertThat(log.log.size()).isEqualTo(3);
        assertThat(log.log.appended()).isEqualTo(5);
        assertThat(log.read(log.cursor(2, "a"))).containsExactly(3L, 4L, 5L);
    }

    @Test
    void eventsBeyondTheirBytes_goOldestFirst() {
        TestLog probe = TestLog.roomy();
        probe.publish("a");
        long each = probe.log.bytes();
        TestLog log = new TestLog(new LogBounds(1_000, Math.max(1024, 10 * each), Duration.ofDays(1)));
        log.publish(25, "a");
        assertThat(log.log.size()).isEqualTo(Math.max(1024, 10 * each) / each);
        assertThat(log.log.bytes()).isEqualTo(log.log.size() * each);
        assertThat(log.read(log.cursor(15, "a"))).hasSize(10).startsWith(16L);
    }

    @Test
    void bytes_countKeysAndTopicsToo() {
        TestLog log = TestLog.roomy();
        log.publish("a");
        long plain = log.log.bytes();
        log.publish("a b");
        long withTopic = log.log.bytes() - plain;
        log.publishKeyed("k".repeat(100), "a");
        long withKey = log.log.bytes() - withTopic - plain;
        assertThat(withTopic).isGreaterThan(plain);
        assertThat(withKey).isEqualTo(plain + 200);
    }

    @Test
    void eventLargerThanTheBytes_isNotKept_andTheNextOnesAre() {
        TestLog log = new TestLog(new LogBounds(1_000, 2_000, Duration.ofDays(1)));
        Cursor cursor = log.cursor(0, "a");
        log.publishAll(List.of(SseEvent.of("a", "x".repeat(5_000))));
        assertThat(log.log.size()).isZero();
        assertThat(log.log.bytes()).isZero();
        assertThat(cursor.isBehindRetention()).isTrue();
        log.publish("a");
        assertThat(log.read(log.cursor(1, "a"))).containsExactly(2L);
    }

    @Test
    void eventsBeyondTheirAge_goWhenTheNextComes() {
        TestLog log = new TestLog(new LogBounds(1_000, 1 << 20, Duration.ofMinutes(1)));
        log.publish(2, "a");
        log.clock.advance(Duration.ofSeconds(60));
        log.publish("b");
        assertThat(log.log.size()).as("at their age").isEqualTo(3);
        log.clock.advance(Duration.ofMillis(1));
        log.publish("b");
        assertThat(log.log.size()).as("past it").isEqualTo(2);
        assertThat(log.cursor(0, "a").isBehindRetention()).isTrue();
    }

    @Test
    void eventsBeyondTheirAge_goWhenATimerAsks() {
        TestLog log = new TestLog(new LogBounds(1_000, 1 << 20, Duration.ofMinutes(1)));
        log.publish(2, "a");
        log.clock.advance(Duration.ofSeconds(61));
        assertThat(log.log.size()).isEqualTo(2);
        log.log.expire();
        assertThat(log.log.size()).isZero();
        assertThat(log.log.bytes()).isZero();
    }

    // Behind the retention

    @Test
    void cursor_whoseEventsAreKept_isNotBehind() {
        TestLog log = TestLog.keeping(3);
        Cursor cursor = log.cursor(0, "a");
        log.publish(3, "a");
        assertThat(cursor.isBehindRetention()).isFalse();
        assertThat(log.read(cursor)).hasSize(3);
    }

    @Test
    void cursor_whoseNextEventWasLetGo_isBehindAndReadsNothing() {
        TestLog log = TestLog.keeping(3);
        Cursor cursor = log.cursor(0, "a");
        log.publish(4, "a");
        assertThat(cursor.isBehindRetention()).isTrue();
        assertThat(log.read(cursor)).isEmpty();
    }

    @Test
    void cursor_thatHasReadWhatWasLetGo_isNotBehind() {
        TestLog log = TestLog.keeping(3);
        Cursor cursor = log.cursor(0, "a");
        log.publish("a");
        log.read(cursor);
        log.publish(3, "a");
        assertThat(cursor.isBehindRetention()).isFalse();
        assertThat(log.read(cursor)).containsExactly(2L, 3L, 4L);
    }

    @Test
    void cursorOnAQuietTopic_isNotBehind_howeverBusyOthersAre() {
        TestLog log = TestLog.keeping(3);
        Cursor never = log.cursor(0, "quiet");
        Cursor once = log.cursor(0, "once");
        log.publish("once");
        log.read(once);
        log.publish(100, "busy");
        assertThat(never.isBehindRetention()).isFalse();
        assertThat(once.isBehindRetention()).isFalse();
    }

    @Test
    void clientOfAQuietTopic_thatComesBack_isNotBehind() {
        TestLog log = TestLog.keeping(3);
        Cursor first = log.cursor(0, "quiet");
        long last = log.publish("quiet");
        log.log.release(first);
        log.publish(100, "busy");
        assertThat(log.cursor(last, "quiet").isBehindRetention()).isFalse();
        assertThat(log.cursor(last - 1, "quiet").isBehindRetention()).isTrue();
    }

    @Test
    void clientOfAQuietPattern_thatComesBack_isNotBehind() {
        TestLog log = TestLog.keeping(3);
        Cursor first = log.cursor(0, "quiet/*");
        log.publish("quiet/1");
        long last = log.publish("quiet/2");
        log.log.release(first);
        log.publish(100, "busy");
        assertThat(log.cursor(last, "quiet/*").isBehindRetention()).isFalse();
        assertThat(log.cursor(last - 1, "quiet/*").isBehindRetention()).isTrue();
    }

    @Test
    void cursorOnABusyAndAQuietTopic_isBehindForTheBusyOne() {
        TestLog log = TestLog.keeping(3);
        Cursor cursor = log.cursor(0, "busy", "quiet");
        log.publish("quiet");
        log.publish(4, "busy");
        assertThat(cursor.isBehindRetention()).isTrue();
        assertThat(log.read(cursor)).isEmpty();
    }

    /** The next event of one topic is kept, but an earlier one of the other is not: reading on would hide the gap. */
    @Test
    void cursor_whoseEarlierEventOfAnotherTopicWasLetGo_readsNothing() {
        for (String[] topics : new String[][] {{"a", "b"}, {"b", "a"}}) {
            TestLog log = TestLog.keeping(1);
            Cursor cursor = log.cursor(0, topics);
            log.publish("a");
            log.publish("b");
            assertThat(log.read(cursor)).isEmpty();
            assertThat(cursor.isBehindRetention()).isTrue();
        }
    }

    @Test
    void moveToEarliest_isNeverBehind() {
        TestLog log = TestLog.keeping(3);
        Cursor cursor = log.cursor(0, "a", "b");
        log.publish("a");
        log.publish(10, "b");
        cursor.moveToEarliest();
        assertThat(cursor.isBehindRetention()).isFalse();
        assertThat(log.read(cursor)).containsExactly(9L, 10L, 11L);
    }

    /** Its position is what the client is told as its place: coming back with it must not look like a loss. */
    @Test
    void moveToEarliest_onSeveralTopics_hasAPositionThatAnotherCursorCanContinueFrom() {
        TestLog log = TestLog.keeping(3);
        log.publish("quiet");
        log.publish(10, "busy");
        Cursor cursor = log.cursor(0, "quiet", "busy", "never");
        cursor.moveToEarliest();
        Cursor comesBack = log.cursor(cursor.position(), "quiet", "busy", "never");
        assertThat(comesBack.isBehindRetention()).isFalse();
        assertThat(log.read(comesBack)).isEqualTo(log.read(cursor));
    }

    /** A client that was at 12 was told that delivery goes on after 1, and got a false gap when it came back. */
    @Test
    void moveToEarliest_doesNotGoBackBehindWhatWasRead() {
        TestLog log = TestLog.keeping(3);
        Cursor cursor = log.cursor(0, "quiet", "busy");
        log.publish("quiet");
        log.read(cursor);
        log.publish(2, "busy");
        long read = log.read(cursor).get(1);
        log.publish(10, "busy");
        assertThat(cursor.isBehindRetention()).isTrue();
        cursor.moveToEarliest();
        assertThat(cursor.position()).isGreaterThan(read);
    }

    @Test
    void moveToLast_doesNotReachBehindTheRetention() {
        TestLog log = TestLog.keeping(3);
        log.publish(10, "a");
        Cursor cursor = log.cursor(0, "a", "b");
        cursor.moveToLast(5, log.log.horizon());
        assertThat(cursor.isBehindRetention()).isFalse();
        assertThat(log.read(cursor)).containsExactly(8L, 9L, 10L);
        assertThat(log.cursor(7, "a", "b").isBehindRetention()).isFalse();
    }

    @Test
    void lagOfACursorThatIsBehind_countsWhatItLost() {
        TestLog log = TestLog.keeping(3);
        Cursor cursor = log.cursor(0, "a");
        log.publish(10, "a");
        assertThat(cursor.lag()).isEqualTo(10);
    }

    @Test
    void batchLargerThanTheLog_leavesItsEnd() {
        TestLog log = TestLog.keeping(3);
        Cursor cursor = log.cursor(0, "a");
        log.publishAll(Collections.nCopies(10, SseEvent.of("a", "x")));
        assertThat(log.log.size()).isEqualTo(3);
        assertThat(cursor.isBehindRetention()).isTrue();
        cursor.moveToEarliest();
        assertThat(log.read(cursor)).containsExactly(8L, 9L, 10L);
    }

    @Test
    void chainThatEmptiedAndFillsAgain_isReadOn() {
        TestLog log = TestLog.keeping(8);
        Cursor cursor = log.cursor(0, "a");
        for (int round = 0; round < 20; round++) {
            log.publish(6, "a");
            assertThat(log.read(cursor)).hasSize(6);
            log.publish(8, "b");
            assertThat(cursor.isBehindRetention()).isFalse();
        }
    }

    // A history that began before this log

    @Test
    void cursorBeforeTheBeginning_isBehind_onAnyTopics() {
        TestLog log = new TestLog(new LogBounds(10, 1 << 20, Duration.ofDays(1)), 100);
        for (String[] topics : new String[][] {{"a"}, {"a/*"}, {"**"}, {"a", "b/**"}}) {
            assertThat(log.cursor(100, topics).isBehindRetention())
                    .as("at the beginning")
                    .isFalse();
            assertThat(log.cursor(99, topics).isBehindRetention())
                    .as("before it, on %s", String.join(" ", topics))
                    .isTrue();
        }
    }

    @Test
    void moveToEarliest_inAHistoryThatBeganBefore_isAtTheBeginning() {
        TestLog log = new TestLog(new LogBounds(10, 1 << 20, Duration.ofDays(1)), 100);
        for (String topics : List.of("a", "a/*", "**")) {
            Cursor cursor = log.cursor(100, topics);
            cursor.moveToEarliest();
            assertThat(cursor.position()).as(topics).isEqualTo(100);
        }
    }

    // Endangered

    @Test
    void entry_isEndangered_whenLessThanAnEighthOfTheEventsIsLeftToIt() {
        TestLog log = TestLog.keeping(16);
        Cursor cursor = log.cursor(0, "a");
        log.publish(14, "a");
        LogEntry oldest = cursor.peek(log.log.horizon());
        assertThat(oldest).isNotNull();
        assertThat(log.log.isEndangered(oldest)).isFalse();
        log.publish("b");
        assertThat(log.log.isEndangered(oldest)).isTrue();
    }

    @Test
    void entry_isEndangered_whenLessThanAnEighthOfTheAgeIsLeftToIt() {
        TestLog log = new TestLog(new LogBounds(1_000, 1 << 20, Duration.ofSeconds(80)));
        Cursor cursor = log.cursor(0, "a");
        log.publish("a");
        LogEntry oldest = cursor.peek(log.log.horizon());
        assertThat(oldest).isNotNull();
        log.clock.advance(Duration.ofSeconds(70));
        assertThat(log.log.isEndangered(oldest)).isFalse();
        log.clock.advance(Duration.ofMillis(1));
        assertThat(log.log.isEndangered(oldest)).isTrue();
    }
}
