package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.ManualClock;
import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.log.LogBounds;
import dev.breakwater.sse.store.Damage;
import dev.breakwater.sse.store.Idempotency;
import dev.breakwater.sse.store.Page;
import dev.breakwater.sse.store.Publication;
import dev.breakwater.sse.store.Receipt;
import dev.breakwater.sse.store.Selection;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A journal that a test opens again and again, and all that it fed to the log. */
final class TestJournal implements AutoCloseable {
    static final LogBounds ROOMY = new LogBounds(1 << 20, 1 << 30, Duration.ofDays(1000));

    /** An event as it was read. */
    record Read(long position, String topic, String data) {}

    final ManualClock clock = new ManualClock();
    final JournalConfig config;
    final List<Read> fed = new CopyOnWriteArrayList<>();
    final List<Long> timestamps = new CopyOnWriteArrayList<>();
    private LogBounds memory = ROOMY;
    JournalReplayStore store;
    long fedAfter;

    TestJournal(Path directory) {
        this(JournalConfig.in(directory));
    }

    TestJournal(JournalConfig config) {
        this.config = config;
    }

    static TestJournal opened(Path directory) {
        TestJournal journal = new TestJournal(directory);
        journal.open();
        return journal;
    }

    TestJournal withMemory(LogBounds bounds) {
        memory = bounds;
        return this;
    }

    TestJournal open() {
        fed.clear();
        store = new JournalReplayStore(config, clock, new Random(7));
        fedAfter = store.open(memory);
        store.feed((positions, timestamp, events) -> {
            timestamps.add(timestamp);
            for (int i = 0; i < positions.length; i++) {
                byte[] frame =
                        Arrays.copyOf(events.get(i).frame(), events.get(i).length());
                fed.add(new Read(positions[i], String.join(" ", events.get(i).topics()), data(frame)));
            }
        });
        return this;
    }

    TestJournal reopen() {
        store.close();
        return open();
    }

    static Publication event(String topic, String data) {
        return Publication.of(List.of(EncodedEvent.of(SseEvent.of(topic, data))));
    }

    static Publication keyed(String idempotencyKey, String topic, String data) {
        return new Publication(
                event(topic, data).events(), new Idempotency(idempotencyKey, (topic + ' ' + data).hashCode()));
    }

    long publish(String topic, String data) {
        return now(store.append(event(topic, data))).first();
    }

    void publish(String topic, int first, int last) {
        List<CompletionStage<Receipt>> stages = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            stages.add(store.append(event(topic, String.valueOf(i))));
        }
        stages.forEach(TestJournal::now);
    }

    Receipt publishAll(String topic, String... data) {
        return now(store.append(Publication.of(Arrays.stream(data)
                .map(one -> EncodedEvent.of(SseEvent.of(topic, one)))
                .toList())));
    }

    /** All that the history has of some topics after a position. */
    List<Read> history(long after, String... patterns) {
        List<Read> read = new ArrayList<>();
        walk(after, read, new ArrayList<>(), patterns);
        return read;
    }

    List<Damage> damages(long after, String... patterns) {
        List<Damage> damages = new ArrayList<>();
        walk(after, new ArrayList<>(), damages, patterns);
        return damages;
    }

    private void walk(long after, List<Read> read, List<Damage> damages, String... patterns) {
        Selection selection =
                new Selection(Arrays.stream(patterns).map(TopicPattern::of).toList());
        long at = after;
        while (true) {
            Page page = now(store.history().read(at, selection));
            for (int i = page.indexAfter(at); i < page.size(); i++) {
                if (selection.matchesAny(page.topics(i))) {
                    byte[] frame = Arrays.copyOfRange(page.frames(), page.start(i), page.start(i + 1));
                    read.add(new Read(page.position(i), String.join(" ", page.topics(i)), data(frame)));
                }
            }
            damages.addAll(page.damages());
            if (page.through() == at) {
                return;
            }
            at = page.through();
        }
    }

    static List<String> dataOf(List<Read> read) {
        return read.stream().map(Read::data).toList();
    }

    Path newestSegment() {
        List<Path> segments = segments();
        return segments.get(segments.size() - 1);
    }

    List<Path> segments() {
        try (Stream<Path> files = Files.list(config.directory())) {
            return files.filter(file -> file.toString().endsWith(".events"))
                    .sorted()
                    .toList();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static <T> T now(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String data(byte[] frame) {
        String text = new String(frame, StandardCharsets.UTF_8);
        int from = text.indexOf("data: ") + 6;
        return text.substring(from, text.indexOf('\n', from));
    }

    @Override
    public void close() {
        store.close();
    }
}
