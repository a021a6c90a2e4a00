package dev.breakwater.sse.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.topic.TopicPattern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thousands of random operations on the log and its cursors, each compared with a naive list. */
class EventLogModelTest {
    private static final List<String> TOPICS =
            List.of("a", "b", "a/1", "a/2", "a/1/x", "b/1", "b/1/y", "c/d/e", "quiet");
    private static final List<String> PATTERNS =
            List.of("*", "**", "a/*", "a/**", "*/1", "b/**", "*/*/x", "*/**", "c/*/e", "none/*");
    private static final int MOST_READERS = 12;
    private static final List<String> KEYS = List.of("k", "l", "m");

    @ParameterizedTest
    @CsvSource({
        "1, 1000000, 100000", // by number: 1
        "2, 1000000, 100000",
        "7, 1000000, 100000",
        "16, 1000000, 100000",
        "100, 1000000, 100000",
        "1000000, 2000, 100000", // by bytes
        "1000000, 20000, 100000",
        "1000000, 1000000000, 50", // by age in milliseconds
        "1000000, 1000000000, 1000",
        "50, 10000, 500" // by all of them
    })
    void randomOperations_doWhatTheModelDoes(int maxEvents, long maxBytes, long maxAgeMillis) {
        for (int seed = 1; seed <= 5; seed++) {
            new Run(seed, new LogBounds(maxEvents, maxBytes, Duration.ofMillis(maxAgeMillis))).operate(1_000);
        }
    }

    private static final class Reader {
        private final Set<TopicPattern> patterns;
        private final Cursor cursor;
        private long position;

        private Reader(Set<TopicPattern> patterns, Cursor cursor, long position) {
            this.patterns = patterns;
            this.cursor = cursor;
            this.position = position;
        }
    }

    private static final class Run {
        private final SplittableRandom random;
        private final TestLog log;
        private final LogModel model;
        private final List<Reader> readers = new ArrayList<>();
        private long newest;

        private Run(int seed, LogBounds bounds) {
            this.random = new SplittableRandom(seed);
            this.log = new TestLog(bounds);
            this.model = new LogModel(bounds);
        }

        private void operate(int operations) {
            for (int i = 0; i < operations; i++) {
                switch (random.nextInt(12)) {
                    case 0, 1, 2, 3 -> publish();
                    case 4 -> log.clock.advance(Duration.ofMillis(random.nextInt(30)));
                    case 5 -> expire();
                    case 6 -> subscribe();
                    case 7 -> unsubscribe();
                    case 8 -> move();
                    default -> read();
                }
                assertThat(log.log.size()).isEqualTo(model.kept().size());
                assertThat(log.log.bytes()).isEqualTo(model.bytes());
                assertThat(log.log.appended()).isEqualTo(model.appended());
                if (!readers.isEmpty()) {
                    check(any(readers));
                }
            }
        }

        private void publish() {
            int count = random.nextInt(8) == 0 ? random.nextInt(2, 20) : 1;
            List<SseEvent> events = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String key = random.nextInt(3) == 0 ? null : any(KEYS);
                events.add(new SseEvent(List.copyOf(some(TOPICS, 3)), "x".repeat(random.nextInt(200)), null, key));
            }
            for (SseEvent event : events) {
                model.append(++newest, event.topics(), event.key(), log.clock.millis(), bytes(event));
            }
            model.evict(log.clock.millis());
            assertThat(log.publishAll(events)).isEqualTo(newest);
            assertThat(log.log.horizon()).isEqualTo(newest);
        }

        /** What an event costs, found out by giving it to a log of its own. */
        private static long bytes(SseEvent event) {
            TestLog own = TestLog.roomy();
            own.publishAll(List.of(event));
            return own.log.bytes();
        }

        private void expire() {
            log.log.expire();
            model.evict(log.clock.millis());
        }

        private void subscribe() {
            if (readers.size() == MOST_READERS) {
                unsubscribe();
            }
            Set<String> texts = some(TOPICS, 3);
            texts.addAll(random.nextBoolean() ? Set.of() : some(PATTERNS, 3));
            Set<TopicPattern> patterns = texts.contains("**") ? Set.of(TopicPattern.of("**")) : patterns(texts);
            long after = random.nextLong(newest + 1);
            readers.add(new Reader(patterns, log.log.cursor(patterns(texts), after), after));
        }

        private static Set<TopicPattern> patterns(Set<String> texts) {
            return Set.of(TestLog.patterns(texts.toArray(String[]::new)));
        }

        private void unsubscribe() {
            if (!readers.isEmpty()) {
                log.log.release(readers.remove(random.nextInt(readers.size())).cursor);
            }
        }

        private void move() {
            if (readers.isEmpty()) {
                return;
            }
            Reader reader = any(readers);
            switch (random.nextInt(4)) {
                case 0 -> {
                    reader.position = random.nextLong(newest + 1);
                    reader.cursor.moveTo(reader.position);
                }
                case 1 -> {
                    reader.cursor.moveToEarliest();
                    reader.position = model.goneThrough(reader.patterns);
                    assertThat(reader.cursor.position()).isEqualTo(reader.position);
                }
                case 2 -> {
                    int count = random.nextInt(1, 30);
                    reader.cursor.moveToLast(count, newest);
                    List<LogModel.Event> kept = model.after(reader.patterns, 0);
                    List<LogModel.Event> last = kept.subList(Math.max(0, kept.size() - count), kept.size());
                    reader.position = last.isEmpty() ? newest : last.get(0).position - 1;
                    assertThat(reader.cursor.position()).isEqualTo(reader.position);
                }
                default -> {
                    if (model.isBehind(reader.patterns, reader.position)) {
                        boolean lost = reader.cursor.skipToEarliest();
                        if (model.hasLostCurrent(reader.patterns, reader.position)) {
                            assertThat(lost).as("a loss is never hidden").isTrue();
                        } else if (reader.patterns.stream().allMatch(TopicPattern::isExact)) {
                            // A pattern that is read anew does not know what of its past was superseded.
                            assertThat(lost).as("no false loss").isFalse();
                        }
                        reader.position = model.goneThrough(reader.patterns);
                    }
                }
            }
        }

        private void read() {
            if (readers.isEmpty()) {
                return;
            }
            Reader reader = any(readers);
            for (int i = random.nextInt(20); i >= 0; i--) {
                LogEntry entry = reader.cursor.peek(log.log.horizon());
                List<LogModel.Event> expected = model.after(reader.patterns, reader.position);
                if (entry == null) {
                    assertThat(model.isBehind(reader.patterns, reader.position) || expected.isEmpty())
                            .isTrue();
                    return;
                }
                assertThat(entry.position()).isEqualTo(expected.get(0).position);
                assertThat(entry.isSuperseded()).isEqualTo(expected.get(0).isSuperseded());
                reader.cursor.advance(entry);
                reader.position = entry.position();
            }
        }

        private void check(Reader reader) {
            boolean behind = model.isBehind(reader.patterns, reader.position);
            assertThat(reader.cursor.position()).isEqualTo(reader.position);
            assertThat(reader.cursor.isBehindRetention()).isEqualTo(behind);
            LogEntry next = reader.cursor.peek(log.log.horizon());
            List<LogModel.Event> expected = model.after(reader.patterns, reader.position);
            if (behind || expected.isEmpty()) {
                assertThat(next).isNull();
            } else {
                assertThat(next).isNotNull();
                assertThat(next.position()).isEqualTo(expected.get(0).position);
            }
            if (!behind) {
                assertThat(reader.cursor.lag()).isEqualTo(model.lag(reader.patterns, reader.position));
            }
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private Set<String> some(List<String> list, int most) {
            Set<String> chosen = new HashSet<>();
            for (int i = random.nextInt(1, most + 1); i > 0; i--) {
                chosen.add(any(list));
            }
            return chosen;
        }
    }
}
