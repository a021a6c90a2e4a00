package dev.breakwater.sse.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.topic.TopicPattern;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

class ChainTest {
    private final Chain chain = new Chain(TopicPattern.of("a"), 0);
    private final ArrayDeque<LogEntry> entries = new ArrayDeque<>();
    private long newest;

    @Test
    void newChain_isEmptyAndHasNothingAfterAnyPosition() {
        assertThat(chain.isEmpty()).isTrue();
        assertThat(chain.sequenceAfter(0)).isZero();
        assertThat(chain.sequenceAfter(Long.MAX_VALUE)).isZero();
    }

    @Test
    void entries_haveSequenceNumbersFromZero_howeverOftenTheRingGrows() {
        for (int i = 0; i < 1_000; i++) {
            append();
        }
        for (LogEntry entry : entries) {
            assertThat(chain.get(entry.position() - 1)).isSameAs(entry);
        }
        assertThat(chain.head()).isEqualTo(1_000);
        assertThat(chain.tail()).isZero();
    }

    @Test
    void entryThatWasLetGo_isNull_alsoWhenItsSlotIsUsedAgain() {
        for (int i = 0; i < 4; i++) {
            append();
        }
        evict();
        assertThat(chain.get(0)).isNull();
        append();
        assertThat(chain.get(0)).isNull();
        assertThat(chain.get(4)).isSameAs(entries.peekLast());
        assertThat(chain.sequenceAfter(0)).isEqualTo(1);
    }

    @Test
    void evictedThrough_isThePositionOfTheNewestThatWasLetGo() {
        append();
        append();
        assertThat(chain.evictedThrough()).isZero();
        evict();
        assertThat(chain.evictedThrough()).isEqualTo(1);
        evict();
        assertThat(chain.evictedThrough()).isEqualTo(2);
        assertThat(chain.isEmpty()).isTrue();
    }

    @Test
    void entryThatIsAppendedTwice_isThereOnce() {
        append();
        chain.append(entries.getLast());
        assertThat(chain.head()).isEqualTo(1);
    }

    @Test
    void evictingWhatIsNotTheOldest_doesNothing() {
        append();
        append();
        chain.evict(entries.getLast());
        assertThat(chain.tail()).isZero();
        assertThat(chain.evictedThrough()).isZero();
    }

    @Test
    void ringOfAnEmptiedChain_startsSmallAgain_andGoesOnCounting() {
        for (int i = 0; i < 100; i++) {
            append();
        }
        while (!entries.isEmpty()) {
            evict();
        }
        append();
        assertThat(chain.get(99)).isNull();
        assertThat(chain.get(100)).isSameAs(entries.peekFirst());
        assertThat(chain.sequenceAfter(0)).isEqualTo(100);
    }

    private void append() {
        EncodedEvent event = EncodedEvent.of(SseEvent.of("a", "x"));
        event.seal(TestLog.EPOCH, ++newest);
        LogEntry entry = new LogEntry(newest, newest - 1, 0, 0, event, new Chain[] {chain});
        entries.add(entry);
        chain.append(entry);
    }

    private void evict() {
        chain.evict(entries.removeFirst());
    }
}
