package dev.breakwater.benchmarks.stores;

import dev.breakwater.sse.event.EncodedEvent;
import dev.breakwater.sse.event.SseEvent;
import dev.breakwater.sse.log.LogBounds;
import dev.breakwater.sse.store.Page;
import dev.breakwater.sse.store.Publication;
import dev.breakwater.sse.store.Selection;
import dev.breakwater.sse.store.journal.JournalConfig;
import dev.breakwater.sse.store.journal.JournalReplayStore;
import dev.breakwater.sse.topic.TopicPattern;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Breakwater's journal, events encoded and all. */
final class JournalContender implements Contender {
    private static final Selection EVERYTHING = new Selection(List.of(TopicPattern.of("**")));

    private final JournalReplayStore store;
    private long read;

    JournalContender(Path directory) {
        store = new JournalReplayStore(
                new JournalConfig(directory, 1L << 40, 1L << 40, Duration.ofDays(1)),
                Clock.systemUTC(),
                new SecureRandom());
        store.open(new LogBounds(1_000, 1 << 20, Duration.ofMinutes(1)));
        store.feed((positions, timestampMillis, events) -> {});
    }

    @Override
    public Appender appender() {
        return bytes -> {
            String data = new String(bytes, StandardCharsets.ISO_8859_1)
                    .replace('\n', ' ')
                    .replace('\r', ' ');
            store.append(Publication.of(List.of(EncodedEvent.of(SseEvent.of("benchmark", data)))))
                    .toCompletableFuture()
                    .join();
        };
    }

    @Override
    public int readOn(int most) {
        Page page = store.history().read(read, EVERYTHING).toCompletableFuture().join();
        int count = page.size() - page.indexAfter(read);
        read = page.through();
        return count;
    }

    @Override
    public void close() {
        store.close();
    }
}
