package dev.breakwater.sse.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.event.EventStreamParser;
import dev.breakwater.sse.log.Cursor;
import dev.breakwater.sse.topic.TopicPattern;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final int CAPACITY = 1_000;

    private final TestShard test = new TestShard();
    private final Batch batch = new Batch(CAPACITY);

    private Cursor cursor(String... topics) {
        return test.log.cursor(Arrays.stream(topics).map(TopicPattern::of).toList(), 0);
    }

    private List<String> gather(Cursor cursor) {
        batch.gather(cursor, test.log.horizon(), false);
        return batch.isEmpty() ? List.of() : data();
    }

    private List<String> data() {
        return EventStreamParser.parse(Arrays.copyOf(batch.bytes(), batch.length()))
                .data();
    }

    @Test
    void batch_ofNothing_isEmpty() {
        assertThat(gather(cursor("a"))).isEmpty();
        test.publish("a", "1");
        assertThat(gather(cursor("a"))).containsExactly("1");
        assertThat(gather(cursor("b"))).isEmpty();
    }

    @Test
    void oneEvent_isNotCopied() {
        test.publish("a", "1");
        Cursor cursor = cursor("a");
        byte[] frame = cursor.peek(1).frame();
        gather(cursor);
        assertThat(batch.bytes()).isSameAs(frame);
    }

    @Test
    void events_areGatheredUpToTheCapacity_andTheRestStaysToCome() {
        for (int i = 0; i < 100; i++) {
            test.publish("a", "event " + i);
        }
        Cursor cursor = cursor("a");
        int gathered = 0;
        while (!gather(cursor).isEmpty()) {
            assertThat(batch.length()).isLessThanOrEqualTo(CAPACITY);
            assertThat(data()).hasSize(batch.events()).startsWith("event " + gathered);
            gathered += batch.events();
        }
        assertThat(gathered).isEqualTo(100);
    }

    @Test
    void eventLargerThanTheCapacity_goesAlone() {
        test.publish("a", "1");
        test.publish("a", "x".repeat(5_000));
        test.publish("a", "3");
        Cursor cursor = cursor("a");
        assertThat(gather(cursor)).containsExactly("1");
        assertThat(gather(cursor)).containsExactly("x".repeat(5_000));
        assertThat(gather(cursor)).containsExactly("3");
    }

    @Test
    void cursorAtTheSamePlace_getsTheSameBytes_andIsMovedAsFar() {
        test.publish("a", "1");
        test.publish("a", "2");
        Cursor first = cursor("a");
        Cursor second = cursor("a");
        gather(first);
        byte[] bytes = batch.bytes();
        int length = batch.length();
        assertThat(gather(second)).containsExactly("1", "2");
        assertThat(batch.bytes()).isSameAs(bytes);
        assertThat(batch.length()).isEqualTo(length);
        assertThat(second.position()).isEqualTo(first.position());
        assertThat(second.lag()).isZero();
    }

    @Test
    void cursorElsewhere_getsItsOwn() {
        test.publish("a", "1");
        test.publish("b", "2");
        test.publish("a", "3");
        gather(cursor("a"));
        Cursor ahead = cursor("a");
        ahead.moveTo(1);
        assertThat(gather(ahead)).containsExactly("3");
        assertThat(gather(cursor("b"))).containsExactly("2");
        assertThat(gather(cursor("a", "b"))).containsExactly("1", "2", "3");
        assertThat(gather(cursor("a"))).containsExactly("1", "3");
    }

    @Test
    void cursorAtTheSamePlace_getsMore_onceThereIsMore() {
        test.publish("a", "1");
        assertThat(gather(cursor("a"))).containsExactly("1");
        test.publish("a", "2");
        assertThat(gather(cursor("a"))).containsExactly("1", "2");
    }

    @Test
    void surrenderedBytes_areNotWrittenToAgain() {
        test.publish("a", "1");
        test.publish("a", "2");
        gather(cursor("a"));
        byte[] surrendered = batch.bytes();
        byte[] before = surrendered.clone();
        batch.surrender();
        test.publish("b", "3");
        test.publish("b", "4");
        assertThat(gather(cursor("b"))).containsExactly("3", "4");
        assertThat(gather(cursor("a"))).containsExactly("1", "2");
        assertThat(batch.bytes()).isNotSameAs(surrendered);
        assertThat(surrendered).isEqualTo(before);
    }
}
