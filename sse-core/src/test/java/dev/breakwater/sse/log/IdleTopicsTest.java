package dev.breakwater.sse.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which topics the log remembers that have neither events nor readers. */
class IdleTopicsTest {
    private static final int MAX_IDLE_TOPICS = 10_000;

    private final TestLog log = TestLog.keeping(1);

    @Test
    void idleTopics_areRememberedUpToTheirBound() {
        idle(MAX_IDLE_TOPICS + 1);
        assertThat(log.log.topics()).as("with the one that has the event").isEqualTo(MAX_IDLE_TOPICS + 1);
        idle(1);
        assertThat(log.log.topics()).isEqualTo(MAX_IDLE_TOPICS + 1);
    }

    @Test
    void clientOfATopicThatIsStillRemembered_isNotToldOfAGap() {
        long last = log.publish("quiet");
        idle(MAX_IDLE_TOPICS);
        assertThat(log.cursor(last, "quiet").isBehindRetention()).isFalse();
    }

    @Test
    void clientOfATopicThatWasForgotten_isToldOfAGapThatIsReal() {
        long last = log.publish("quiet");
        idle(MAX_IDLE_TOPICS + 1);
        assertThat(log.cursor(last - 1, "quiet").isBehindRetention()).isTrue();
    }

    @Test
    void clientOfAnyUnknownTopic_isToldOfAGap_onlyIfAForgottenTopicCouldBeIt() {
        long forgotten = log.publish("quiet");
        idle(MAX_IDLE_TOPICS + 1);
        assertThat(log.cursor(forgotten - 1, "unknown").isBehindRetention()).isTrue();
        assertThat(log.cursor(forgotten, "unknown").isBehindRetention()).isFalse();
        assertThat(log.cursor(forgotten - 1, "unknown/*").isBehindRetention()).isTrue();
        assertThat(log.cursor(forgotten, "unknown/*").isBehindRetention()).isFalse();
    }

    @Test
    void topicThatIsRead_isNotForgotten() {
        Cursor cursor = log.cursor(0, "read");
        idle(2 * MAX_IDLE_TOPICS);
        log.publish("read");
        assertThat(log.read(cursor)).hasSize(1);
    }

    @Test
    void topicThatIsUsedAgain_isTheLastToBeForgotten() {
        long first = log.publish("quiet");
        idle(MAX_IDLE_TOPICS - 1);
        log.log.release(log.cursor(first, "quiet"));
        idle(MAX_IDLE_TOPICS - 1);
        assertThat(log.cursor(first, "quiet").isBehindRetention()).isFalse();
    }

    /** A stale view on a forgotten topic's chain would be fed by nobody. */
    @Test
    void topicThatWasForgottenAndComesAgain_isShownByPatternsThatWereReadAllTheTime() {
        Cursor cursor = log.cursor(0, "a/*");
        log.publish("a/1");
        log.read(cursor);
        idle(2 * MAX_IDLE_TOPICS);
        long again = log.publish("a/1");
        assertThat(log.read(cursor)).containsExactly(again);
    }

    private int made;

    /** Makes topics whose one event is let go at once by the next. */
    private void idle(int topics) {
        for (int i = 0; i < topics; i++) {
            log.publish("idle/" + made++);
        }
    }
}
