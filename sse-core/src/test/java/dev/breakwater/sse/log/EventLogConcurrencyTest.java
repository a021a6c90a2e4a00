package dev.breakwater.sse.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Readers against writers, in earnest: writers flood, eviction runs, and readers of ever other topics see to it that
 * they get every event of theirs once, in order, with its own bytes, or are told rightly that some are gone.
 *
 * <p>Which topics an event has follows from its position, so a reader knows what it should have got without asking
 * anybody.
 */
class EventLogConcurrencyTest {
    private static final byte[] EPOCH = "race".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final int EVENTS = 1_000_000;
    private static final int WRITERS = 2;
    private static final int READERS = 3;
    private static final int KINDS = 256;
    private static final List<List<String>> TOPICS_OF_KIND = IntStream.range(0, KINDS)
            .mapToObj(EventLogConcurrencyTest::topicsOfKind)
            .toList();

    @ParameterizedTest
    @ValueSource(ints = {4, 64, 5_000})
    void readers_getEverythingOnceInOrder_orAreToldOfTheGap(int keptEvents) throws Exception {
        EventLog log =
                new EventLog(new LogBounds(keptEvents, 1L << 30, Duration.ofHours(1)), Clock.systemUTC(), 1_000, 0);
        AtomicLong read = new AtomicLong();
        AtomicLong gaps = new AtomicLong();
        ExecutorService pool = Executors.newFixedThreadPool(WRITERS + READERS);
        try {
            Writer writer = new Writer(log, keptEvents < 100);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int seed = i;
                running.add(pool.submit(() -> writer.flood(new SplittableRandom(seed))));
            }
            for (int i = 0; i < READERS; i++) {
                int seed = i;
                running.add(pool.submit(() -> {
                    SplittableRandom random = new SplittableRandom(seed);
                    while (!writer.isDone()) {
                        Reader reader = new Reader(log, writer, random);
                        reader.read(random.nextInt(1, 20_000));
                        reader.release();
                        read.addAndGet(reader.read);
                        gaps.addAndGet(reader.gaps);
                    }
                    return null;
                }));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(read.get()).as("events read").isPositive();
        if (keptEvents < 100) {
            assertThat(gaps.get()).as("gaps told").isPositive();
        }
        assertThat(log.size()).isEqualTo(keptEvents);
    }

    /** Some events have several topics, so that readers of several topics meet their events again. */
    private static List<String> topicsOfKind(int kind) {
        String first = "t/" + (kind & 7);
        String second = "u/" + ((kind >> 3) & 3);
        return switch ((kind >> 5) & 7) {
            case 0 -> List.of(first, second);
            case 1 -> List.of(first, second, "t/" + ((kind + 1) & 7));
            case 2 -> List.of(second);
            default -> List.of(first);
        };
    }

    private static int kindOf(long position) {
        return (int) ((position * 0x9E3779B97F4A7C15L) >>> 56);
    }

    /** Does what a store does: gives out positions one after the other, and feeds them one call at a time. */
    private static final class Writer {
        private final EventLog log;
        private final boolean breathes;
        private final long deadline = System.nanoTime() + LONGEST.toNanos();
        private long newest;
        private volatile boolean done;

        private Writer(EventLog log, boolean breathes) {
            this.log = log;
            this.breathes = breathes;
        }

        private boolean isDone() {
            return done;
        }

        private Void flood(SplittableRandom random) {
            try {
                while (!done) {
                    append(random.nextInt(4) == 0 ? random.nextInt(2, 6) : 1);
                    if (random.nextInt(64) == 0) {
                        log.expire();
                    }
                    if (breathes) {
                        Thread.yield(); // or readers of a log of four events would be in a gap all the time
                    }
                    done = log.horizon() >= EVENTS || System.nanoTime() - deadline >= 0;
                }
            } finally {
                done = true;
            }
            return null;
        }

        private synchronized void append(int count) {
            List<EncodedEvent> events = new ArrayList<>();
            long[] positions = new long[count];
            for (int i = 0; i < count; i++) {
                positions[i] = ++newest;
                EncodedEvent event = EncodedEvent.of(new SseEvent(TOPICS_OF_KIND.get(kindOf(newest)), "x", null, null));
                event.seal(EPOCH, newest);
                events.add(event);
            }
            log.append(positions, System.currentTimeMillis(), events);
        }
    }

    private static final class Reader {
        private static final List<String> WANTED =
                List.of("t/0", "t/1", "t/2", "t/3", "u/0", "u/1", "t/*", "u/*", "*/1", "*/*", "**", "none");

        private final EventLog log;
        private final Writer writer;
        private final boolean[] wanted = new boolean[KINDS];
        private final Cursor cursor;
        private long position;
        private long read;
        private long gaps;

        private Reader(EventLog log, Writer writer, SplittableRandom random) {
            this.log = log;
            this.writer = writer;
            List<TopicPattern> patterns = new ArrayList<>();
            for (int i = random.nextInt(1, 4); i > 0; i--) {
                TopicPattern pattern = TopicPattern.of(WANTED.get(random.nextInt(WANTED.size())));
                patterns.add(pattern);
                for (int kind = 0; kind < KINDS; kind++) {
                    wanted[kind] |= TOPICS_OF_KIND.get(kind).stream().anyMatch(pattern::matches);
                }
            }
            long horizon = log.horizon();
            position = Math.max(0, horizon - random.nextInt(100));
            cursor = log.cursor(patterns, position);
        }

        private void read(int most) {
            for (int i = 0; i < most && !writer.isDone(); i++) {
                long horizon = log.horizon();
                LogEntry entry = cursor.peek(horizon);
                if (entry != null) {
                    take(entry, horizon);
                } else if (cursor.isBehindRetention()) {
                    skip();
                } else {
                    passOver(position, horizon);
                }
            }
        }

        private void take(LogEntry entry, long horizon) {
            if (entry.position() <= position || entry.position() > horizon || !isWanted(entry.position())) {
                throw new AssertionError("got " + entry.position() + " after " + position + ", horizon " + horizon);
            }
            passOver(position, entry.position() - 1);
            byte[] id = ("data: x\nid: race-" + entry.position() + "\n\n").getBytes(StandardCharsets.US_ASCII);
            if (!Arrays.equals(entry.frame(), 0, entry.length(), id, 0, id.length)) {
                throw new AssertionError("got other bytes at " + entry.position());
            }
            cursor.advance(entry);
            position = entry.position();
            read++;
        }

        /** Nothing that this reader wants may have been between two positions. */
        private void passOver(long after, long through) {
            for (long between = after + 1; between <= through; between++) {
                if (isWanted(between)) {
                    throw new AssertionError("missed " + between + ", between " + after + " and " + through);
                }
            }
        }

        /** The gap must be a real one: at least one event of this reader's was in it. */
        private void skip() {
            cursor.moveToEarliest();
            long earliest = cursor.position();
            assertThat(earliest).isGreaterThan(position);
            boolean real = false;
            for (long gone = position + 1; gone <= earliest && !real; gone++) {
                real = isWanted(gone);
            }
            assertThat(real).as("a gap from %d to %d", position, earliest).isTrue();
            position = earliest;
            gaps++;
        }

        private boolean isWanted(long candidate) {
            return wanted[kindOf(candidate)];
        }

        private void release() {
            log.release(cursor);
        }
    }
}
