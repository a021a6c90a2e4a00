package dev.breakwater.sse.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which events a newer one with the same key supersedes. */
class ConflationTest {
    private final TestLog log = TestLog.roomy();

    @Test
    void eventWithTheSameKey_supersedesTheOneBefore() {
        Cursor cursor = log.cursor(0, "a");
        log.publishKeyed("k", "a");
        log.publishKeyed("k", "a");
        long newest = log.publishKeyed("k", "a");
        assertThat(log.readCurrent(cursor)).containsExactly(newest);
    }

    @Test
    void otherKeysAndEventsWithoutKey_areLeftAlone() {
        Cursor cursor = log.cursor(0, "a");
        log.publishKeyed("k", "a");
        log.publishKeyed("l", "a");
        log.publish("a");
        log.publish("a");
        log.publishKeyed("k", "a");
        assertThat(log.readCurrent(cursor)).containsExactly(2L, 3L, 4L, 5L);
    }

    @Test
    void sameKeyInAnotherTopic_isAnotherKey() {
        Cursor cursor = log.cursor(0, "a", "b");
        log.publishKeyed("k", "a");
        log.publishKeyed("k", "b");
        assertThat(log.readCurrent(cursor)).containsExactly(1L, 2L);
    }

    @Test
    void eventOfSeveralTopics_isSupersededOnceItIsInAllOfThem() {
        log.publishKeyed("k", "a b");
        log.publishKeyed("k", "a");
        assertThat(log.readCurrent(log.cursor(0, "b")))
                .as("b still needs the first")
                .containsExactly(1L);
        assertThat(log.readCurrent(log.cursor(0, "a", "b"))).containsExactly(1L, 2L);
        log.publishKeyed("k", "b");
        assertThat(log.readCurrent(log.cursor(0, "b"))).containsExactly(3L);
        assertThat(log.readCurrent(log.cursor(0, "a", "b"))).containsExactly(2L, 3L);
    }

    @Test
    void eventOfSeveralTopics_supersedesInEachOfThem() {
        log.publishKeyed("k", "a");
        log.publishKeyed("k", "b");
        log.publishKeyed("k", "b a");
        assertThat(log.readCurrent(log.cursor(0, "a", "b"))).containsExactly(3L);
    }

    /** Two newer events in one topic are no substitute for one in each. */
    @Test
    void eventOfSeveralTopics_isNotSupersededByTwoInOneOfThem() {
        log.publishKeyed("k", "a b");
        log.publishKeyed("k", "a");
        log.publishKeyed("k", "a");
        assertThat(log.readCurrent(log.cursor(0, "b"))).containsExactly(1L);
    }

    @Test
    void patternThatShowsSeveralTopics_keepsTheirKeysApart() {
        Cursor cursor = log.cursor(0, "a/*");
        log.publishKeyed("k", "a/1");
        log.publishKeyed("k", "a/2");
        log.publishKeyed("k", "a/1");
        assertThat(log.readCurrent(cursor)).containsExactly(2L, 3L);
    }

    @Test
    void readerThatWantsAll_getsWhatWasSupersededToo() {
        Cursor cursor = log.cursor(0, "a");
        log.publishKeyed("k", "a");
        log.publishKeyed("k", "a");
        assertThat(log.read(cursor)).containsExactly(1L, 2L);
    }

    // Together with the retention

    @Test
    void cursorThatLostOnlyWhatWasSuperseded_hasLostNothingCurrent() {
        TestLog small = TestLog.keeping(2);
        Cursor cursor = small.cursor(0, "a");
        for (int i = 0; i < 10; i++) {
            small.publishKeyed("k", "a");
        }
        assertThat(cursor.isBehindRetention()).isTrue();
        assertThat(cursor.skipToEarliest()).isFalse();
        assertThat(small.readCurrent(cursor)).containsExactly(10L);
    }

    @Test
    void cursorThatLostTheLatestValueOfAKey_hasLostSomethingCurrent() {
        TestLog small = TestLog.keeping(2);
        Cursor cursor = small.cursor(0, "a");
        small.publishKeyed("k", "a");
        small.publishKeyed("l", "a");
        small.publishKeyed("l", "a");
        assertThat(cursor.skipToEarliest()).isTrue();
    }

    @Test
    void cursorThatLostAnEventWithoutKey_hasLostSomethingCurrent() {
        TestLog small = TestLog.keeping(2);
        Cursor cursor = small.cursor(0, "a");
        small.publish("a");
        small.publishKeyed("k", "a");
        small.publishKeyed("k", "a");
        assertThat(cursor.skipToEarliest()).isTrue();
    }

    @Test
    void cursorOnAPattern_thatLostOnlyWhatWasSuperseded_hasLostNothingCurrent() {
        TestLog small = TestLog.keeping(2);
        Cursor cursor = small.cursor(0, "a/*");
        for (int i = 0; i < 10; i++) {
            small.publishKeyed("k", "a/1");
        }
        assertThat(cursor.isBehindRetention()).isTrue();
        assertThat(cursor.skipToEarliest()).isFalse();
    }

    @Test
    void keyOfAnEventThatWasLetGo_supersedesNothing() {
        TestLog small = TestLog.keeping(2);
        Cursor cursor = small.cursor(0, "a");
        small.publishKeyed("k", "a");
        small.publish(2, "a");
        small.publishKeyed("k", "a");
        small.publish("a");
        cursor.moveToEarliest();
        assertThat(small.readCurrent(cursor)).containsExactly(4L, 5L);
    }
}
