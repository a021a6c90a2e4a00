package dev.breakwater.sse.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a cursor reads: the right events, in order, once. */
class EventLogTest {
    private final TestLog log = TestLog.roomy();

    @Test
    void cursor_onOneTopic_readsItsEventsInOrder() {
        Cursor cursor = log.cursor(0, "a");
        log.publish("a");
        log.publish("b");
        log.publish("a");
        assertThat(log.read(cursor)).containsExactly(1L, 3L);
    }

    @Test
    void cursor_onSeveralTopics_readsInTheOrderOfTheLog() {
        Cursor cursor = log.cursor(0, "a", "b", "c");
        for (String topic : "a b c c b a d b".split(" ")) {
            log.publish(topic);
        }
        assertThat(log.read(cursor)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 8L);
    }

    @Test
    void event_ofSeveralTopicsThatACursorReads_comesOnce() {
        Cursor cursor = log.cursor(0, "a", "b");
        log.publish("a b");
        log.publish("b a c");
        log.publish("c");
        assertThat(log.read(cursor)).containsExactly(1L, 2L);
    }

    @Test
    void event_ofSeveralTopicsThatOnePatternShows_comesOnce() {
        Cursor cursor = log.cursor(0, "a/*");
        log.publish("a/1 a/2 a/3");
        assertThat(log.read(cursor)).containsExactly(1L);
    }

    @Test
    void event_thatATopicAndAPatternBothShow_comesOnce() {
        Cursor cursor = log.cursor(0, "a/1", "a/*", "a/**");
        log.publish("a/1");
        log.publish("a/2");
        assertThat(log.read(cursor)).containsExactly(1L, 2L);
    }

    @Test
    void cursor_thatNamesATopicTwice_readsItOnce() {
        Cursor cursor = log.cursor(0, "a", "a");
        log.publish("a");
        assertThat(log.read(cursor)).containsExactly(1L);
        assertThat(cursor.chains()).hasSize(1);
    }

    @Test
    void cursor_onEverything_readsEverything() {
        Cursor cursor = log.cursor(0, "a", "**");
        log.publish("a");
        log.publish("b/c");
        assertThat(log.read(cursor)).containsExactly(1L, 2L);
        assertThat(cursor.chains()).hasSize(1);
    }

    @Test
    void cursor_thatHasReadAll_goesOnWithWhatComes() {
        Cursor cursor = log.cursor(0, "a", "b");
        log.publish("a");
        assertThat(log.read(cursor)).containsExactly(1L);
        assertThat(log.read(cursor)).isEmpty();
        log.publish("b");
        assertThat(log.read(cursor)).containsExactly(2L);
        assertThat(cursor.position()).isEqualTo(2);
    }

    @Test
    void cursor_beginsAfterAnyPosition() {
        log.publish(3, "a");
        assertThat(log.read(log.cursor(0, "a"))).containsExactly(1L, 2L, 3L);
        assertThat(log.read(log.cursor(2, "a"))).containsExactly(3L);
        assertThat(log.read(log.cursor(3, "a"))).isEmpty();
    }

    @Test
    void cursor_readsUpToTheHorizonItIsGivenAndNoFurther() {
        Cursor cursor = log.cursor(0, "a", "b");
        log.publish("a");
        long before = log.log.horizon();
        log.publish("b");
        LogEntry first = cursor.peek(before);
        assertThat(first).isNotNull();
        cursor.advance(first);
        assertThat(cursor.peek(before)).isNull();
        assertThat(cursor.isBehindRetention()).isFalse();
        assertThat(log.read(cursor)).containsExactly(2L);
    }

    @Test
    void peek_withoutAdvance_staysWhereItIs() {
        log.publish("a");
        Cursor cursor = log.cursor(0, "a");
        assertThat(cursor.peek(1)).isNotNull().isSameAs(cursor.peek(1));
    }

    @Test
    void positionsWithHoles_areReadInOrder() {
        EventLog holes = new EventLog(new LogBounds(100, 1 << 20, Duration.ofHours(1)), log.clock, 10, 1_000);
        Cursor cursor = holes.cursor(List.of(TestLog.patterns("a", "b")), 1_000);
        List<SseEvent> events = List.of(SseEvent.of("a", "x"), SseEvent.of("b", "x"), SseEvent.of("a", "x"));
        long[] positions = {1_005, 1L << 40, (1L << 40) + 7};
        holes.append(
                positions,
                log.clock.millis(),
                IntStream.range(0, 3)
                        .mapToObj(i -> {
                            EncodedEvent encoded = EncodedEvent.of(events.get(i));
                            encoded.seal(TestLog.EPOCH, positions[i]);
                            return encoded;
                        })
                        .toList());
        List<Long> read = new ArrayList<>();
        for (LogEntry next = cursor.peek(holes.horizon()); next != null; next = cursor.peek(holes.horizon())) {
            read.add(next.position());
            cursor.advance(next);
        }
        assertThat(read).containsExactly(1_005L, 1L << 40, (1L << 40) + 7);
    }

    // Patterns

    @Test
    void pattern_readBeforeItsEventsCome_getsThem() {
        Cursor cursor = log.cursor(0, "a/*");
        log.publish("a/1");
        log.publish("b/1");
        log.publish("a/2");
        log.publish("a/1/x");
        assertThat(log.read(cursor)).containsExactly(1L, 3L);
    }

    @Test
    void pattern_firstReadAfterItsEventsCame_getsThemInOrder() {
        log.publish("a/2");
        log.publish("a/1");
        log.publish("b/1");
        log.publish("a/2 a/1");
        Cursor cursor = log.cursor(0, "a/*");
        log.publish("a/3");
        assertThat(log.read(cursor)).containsExactly(1L, 2L, 4L, 5L);
    }

    @Test
    void patterns_thatOverlap_eachShowTheirOwn() {
        log.publish("a/1");
        Cursor one = log.cursor(0, "a/*");
        Cursor rest = log.cursor(0, "a/**");
        Cursor second = log.cursor(0, "*/1");
        log.publish("a/1/x");
        log.publish("b/1");
        log.publish("a/2");
        assertThat(log.read(one)).containsExactly(1L, 4L);
        assertThat(log.read(rest)).containsExactly(1L, 2L, 4L);
        assertThat(log.read(second)).containsExactly(1L, 3L);
    }

    @Test
    void pattern_thatNobodyReadsAnyMore_canBeReadAgain() {
        Cursor first = log.cursor(0, "a/*");
        log.publish("a/1");
        log.log.release(first);
        log.publish("a/2");
        assertThat(log.read(log.cursor(0, "a/*"))).containsExactly(1L, 2L);
    }

    @Test
    void pattern_thatAnotherCursorStillReads_isKept() {
        Cursor first = log.cursor(0, "a/*");
        Cursor second = log.cursor(0, "a/*");
        log.log.release(first);
        log.publish("a/1");
        assertThat(log.read(second)).containsExactly(1L);
    }

    /** U+FFFF sorts after all that a topic can have in its place; the topics that a pattern shows were cut off there. */
    @Test
    void pattern_firstReadAfterATopicOfTheLastCharacter_showsItToo() {
        log.publish("a/\uFFFF");
        Cursor cursor = log.cursor(0, "a/*");
        log.publish("a/\uFFFF/b a/\uFFFF");
        assertThat(log.read(cursor)).containsExactly(1L, 2L);
    }

    @Test
    void patterns_beyondTheirBound_areRefused_andTopicsAreNot() {
        List<Cursor> cursors = new ArrayList<>();
        for (int i = 0; i < TestLog.MAX_PATTERNS; i++) {
            cursors.add(log.cursor(0, "a" + i + "/*"));
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> log.cursor(0, "b", "one/too/many/*"))
                .withMessageStartingWith("no more than 100 different topic patterns can be read at a time");
        assertThat(log.cursor(0, "a1/*").chains()).as("known patterns are free").hasSize(1);
        assertThat(log.cursor(0, "**").chains()).as("everything is no pattern").hasSize(1);
        log.log.release(cursors.get(0));
        Cursor room = log.cursor(0, "one/too/many/*");
        log.publish("one/too/many/a");
        assertThat(log.read(room)).containsExactly(1L);
    }

    /** The refused cursor had already taken its first patterns, which would have stayed for ever. */
    @Test
    void cursorThatIsRefused_keepsNothingAlive() {
        for (int i = 0; i < TestLog.MAX_PATTERNS - 1; i++) {
            log.cursor(0, "a" + i + "/*");
        }
        assertThatIllegalStateException().isThrownBy(() -> log.cursor(0, "first/*", "second/*"));
        assertThat(log.cursor(0, "third/*").chains()).hasSize(1);
    }

    // Listeners

    @Test
    void listeners_areToldOfTheirChainsOnlyAndAfterTheEventCanBeRead() {
        Cursor topic = log.cursor(0, "a/1");
        Cursor view = log.cursor(0, "a/*");
        Cursor everything = log.cursor(0, "**");
        List<String> told = new ArrayList<>();
        topic.chains()[0].addListener(() -> told.add("topic " + log.read(topic)));
        view.chains()[0].addListener(() -> told.add("view " + log.read(view)));
        everything.chains()[0].addListener(() -> told.add("everything " + log.read(everything)));
        log.publish("a/1");
        log.publish("b");
        log.publish("a/2");
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "topic [1]", "view [1]", "everything [1]", "everything [2]", "view [3]", "everything [3]");
    }

    @Test
    void listener_thatWasRemoved_isToldNoMore() {
        Chain chain = log.cursor(0, "a").chains()[0];
        List<String> told = new ArrayList<>();
        ChainListener gone = () -> told.add("gone");
        chain.addListener(gone);
        chain.addListener(() -> told.add("stays"));
        chain.removeListener(gone);
        log.publish("a");
        assertThat(told).containsExactly("stays");
    }

    @Test
    void eventsPublishedAtOnce_canAllBeReadWhenTheFirstListenerIsTold() {
        Cursor cursor = log.cursor(0, "a", "b");
        List<List<Long>> told = new ArrayList<>();
        cursor.chains()[0].addListener(() -> told.add(log.read(cursor)));
        log.publishAll(List.of(SseEvent.of("a", "x"), SseEvent.of("b", "x"), SseEvent.of("b", "x")));
        assertThat(told).containsExactly(List.of(1L, 2L, 3L));
    }

    // Last and earliest

    @Test
    void moveToLast_leavesTheNewestOfItsTopicsToCome() {
        for (String topic : "a b c b a c c".split(" ")) {
            log.publish(topic);
        }
        Cursor cursor = log.cursor(0, "a", "b");
        cursor.moveToLast(3, log.log.horizon());
        assertThat(log.read(cursor)).containsExactly(2L, 4L, 5L);
    }

    @Test
    void moveToLast_countsAnEventOfSeveralTopicsOnce() {
        log.publish("a");
        log.publish("a b");
        log.publish("b a");
        Cursor cursor = log.cursor(0, "a", "b");
        cursor.moveToLast(2, log.log.horizon());
        assertThat(log.read(cursor)).containsExactly(2L, 3L);
    }

    @Test
    void moveToLast_ofMoreThanThereAre_leavesAll() {
        log.publish(3, "a");
        Cursor cursor = log.cursor(3, "a", "b");
        cursor.moveToLast(1_000_000, log.log.horizon());
        assertThat(log.read(cursor)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void moveToLast_ofNothing_staysAtTheHorizon() {
        log.publish(3, "a");
        Cursor cursor = log.cursor(0, "b");
        cursor.moveToLast(5, log.log.horizon());
        assertThat(cursor.position()).isEqualTo(3);
        log.publish("b");
        assertThat(log.read(cursor)).containsExactly(4L);
    }

    @Test
    void moveToLast_countsBackFromTheHorizonItIsGiven() {
        log.publish(3, "a");
        Cursor cursor = log.cursor(0, "a");
        cursor.moveToLast(1, 2);
        assertThat(log.read(cursor)).containsExactly(2L, 3L);
    }

    @Test
    void moveToEarliest_leavesAllThatIsKeptToCome() {
        log.publish(3, "a");
        Cursor cursor = log.cursor(3, "a", "b");
        cursor.moveToEarliest();
        assertThat(log.read(cursor)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void moveTo_goesBackAndForth() {
        log.publish(5, "a");
        Cursor cursor = log.cursor(0, "a");
        assertThat(log.read(cursor)).hasSize(5);
        cursor.moveTo(1);
        assertThat(log.read(cursor, 2)).containsExactly(2L, 3L);
        cursor.moveTo(4);
        assertThat(log.read(cursor)).containsExactly(5L);
    }

    // Measures

    @Test
    void lag_countsWhatIsStillToCome() {
        Cursor cursor = log.cursor(0, "a", "b");
        assertThat(cursor.lag()).isZero();
        log.publish(3, "a");
        log.publish("b");
        log.publish("c");
        assertThat(cursor.lag()).isEqualTo(4);
        log.read(cursor, 3);
        assertThat(cursor.lag()).isEqualTo(1);
        log.read(cursor);
        assertThat(cursor.lag()).isZero();
    }

    @Test
    void logOfNothing_measuresNothing() {
        assertThat(log.log.size()).isZero();
        assertThat(log.log.appended()).isZero();
        assertThat(log.log.bytes()).isZero();
        assertThat(log.log.topics()).isZero();
        assertThat(log.log.usedSince(0)).isZero();
        assertThat(log.log.horizon()).isZero();
    }

    @Test
    void horizonOfANewLog_isWhereItsHistoryBegins() {
        assertThat(new TestLog(new LogBounds(1, 1024, Duration.ofHours(1)), 99).log.horizon())
                .isEqualTo(99);
    }

    @Test
    void usedSince_isTheShareOfTheBoundThatComesAfter() {
        TestLog small = TestLog.keeping(16);
        small.publish(8, "a");
        assertThat(small.log.usedSince(0)).isEqualTo(0.5);
        assertThat(small.log.usedSince(4)).isEqualTo(0.25);
        assertThat(small.log.usedSince(8)).isZero();
    }

    /** With the ring just full, the slot after the newest event is that of the oldest, which was taken for it. */
    @Test
    void usedSince_theNewestPosition_isNothing_whateverTheNumberOfEvents() {
        for (long events = 1; events <= 64; events++) {
            long newest = log.publish("a");
            assertThat(log.log.usedSince(newest)).as("after %d events", events).isZero();
        }
    }

    @Test
    void usedSince_countsBytesToo() {
        TestLog small = new TestLog(new LogBounds(1_000_000, 10_000, Duration.ofDays(1)));
        small.publish("a");
        long each = small.log.bytes();
        small.publish(9, "a");
        assertThat(small.log.usedSince(5)).isBetween(4 * each / 10_000.0, 5 * each / 10_000.0);
    }

    @Test
    void everyPosition_isFoundByItsNeighbour_whateverTheNumberOfEvents() {
        for (int events = 1; events <= 70; events++) {
            log.publish("a");
            Cursor cursor = log.cursor(0, "a");
            for (long after = 0; after <= events; after++) {
                cursor.moveTo(after);
                assertThat(log.read(cursor))
                        .isEqualTo(LongStream.rangeClosed(after + 1, events)
                                .boxed()
                                .toList());
            }
            log.log.release(cursor);
        }
    }
}
