package dev.breakwater.sse.store.journal;

import dev.breakwater.sse.log.LogBounds;
import dev.breakwater.sse.store.Damage;
import dev.breakwater.sse.store.History;
import dev.breakwater.sse.store.Idempotency;
import dev.breakwater.sse.store.Publication;
import dev.breakwater.sse.store.Receipt;
import dev.breakwater.sse.store.RecentPublications;
import dev.breakwater.sse.store.ReplayStore;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the history in a directory, durably: what was acknowledged is there after the process was killed or the power
 * failed, and positions go on in the same epoch. Positions are 1, 2, 3, ….
 *
 * <p>Opening reads and checks all of the journal. One process at a time may have a directory open.
 */
public final class JournalReplayStore implements ReplayStore {
    private static final Logger LOG = System.getLogger(JournalReplayStore.class.getName());
    private static final int READERS = 2;
    private static final int ACKNOWLEDGERS = 4;
    private static final long CACHE_BYTES = 16 << 20;
    private static final long QUEUE_BYTES = 32 << 20;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final JournalConfig config;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final RecentPublications recent = new RecentPublications();
    private final List<ExecutorService> executors = new ArrayList<>();

    private @Nullable Opened opened;
    private boolean closed;

    /** What there is while the journal is open. */
    private record Opened(
            DirectoryLock lock,
            String epoch,
            Segments segments,
            long fedAfter,
            GroupCommit commit,
            JournalHistory history) {}

    /** A store that is not open yet. */
    public JournalReplayStore(JournalConfig config, InstantSource clock, RandomGenerator random) {
        this.config = config;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public String epoch() {
        return whileOpen().epoch();
    }

    /**
     * Opens the journal.
     *
     * @throws JournalException if the directory is in use, not writable, of another version, or not a journal's; the
     *     message says what to do
     */
    @Override
    public synchronized long open(LogBounds memory) {
        if (opened != null || closed) {
            throw new IllegalStateException("a store is opened once");
        }
        JournalDirectory directory = new JournalDirectory(config.directory());
        directory.create();
        DirectoryLock lock = DirectoryLock.take(directory);
        try {
            opened = recover(directory, lock, memory);
            return opened.fedAfter();
        } catch (IOException failed) {
            close(lock);
            throw new JournalException(
                    "journal cannot be opened: " + config.directory() + " (" + JournalDirectory.reason(failed) + ")",
                    failed);
        } catch (RuntimeException failed) {
            close(lock);
            throw failed;
        }
    }

    private Opened recover(JournalDirectory directory, DirectoryLock lock, LogBounds memory) throws IOException {
        long from = System.nanoTime();
        String epoch = directory.epochOrBegin(random);
        NewestOfKeys newestOfKeys = new NewestOfKeys();
        Recovery recovery = new Recovery(epoch, recent, newestOfKeys, true);
        Segments segments = recovery.segments();
        try {
            recovery.read(directory.segmentFiles());
        } catch (IOException | RuntimeException failed) {
            closeAll(segments);
            throw failed;
        }
        recent.forgetThrough(segments.beginning());
        JournalWriter writer =
                new JournalWriter(directory, config, epoch, segments, newestOfKeys, clock, recovery.newestMillis());
        LostTopics lost = new LostTopics(segments.beginning());
        Retention retention = new Retention(config, segments, recent, lost);
        GroupCommit commit = new GroupCommit(
                "breakwater-journal-writer",
                writer,
                retention,
                clock,
                executor("acknowledger", ACKNOWLEDGERS),
                QUEUE_BYTES,
                config.segmentEvents());
        JournalHistory history = new JournalHistory(
                segments,
                newestOfKeys,
                lost,
                new PageCache(CACHE_BYTES),
                executor("reader", READERS),
                executor("seeker", 1));
        LOG.log(
                Level.INFO,
                "journal: " + config.directory() + " has " + segments.events() + " events, "
                        + (segments.beginning() + 1) + ".." + segments.newestPosition() + " of epoch " + epoch + ", "
                        + segments.bytes() + " bytes; checked in " + (System.nanoTime() - from) / 1_000_000 + " ms");
        long damagedThrough =
                recovery.damages().stream().mapToLong(Damage::through).max().orElse(0);
        long fedAfter = Math.max(damagedThrough, new Feeding(segments).after(memory));
        return new Opened(lock, epoch, segments, fedAfter, commit, history);
    }

    private ExecutorService executor(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "breakwater-journal-" + name + '-' + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
        executors.add(executor);
        return executor;
    }

    @Override
    public boolean countsByOne() {
        return true;
    }

    @Override
    public void feed(Tail tail) {
        Opened journal = whileOpen();
        try {
            new Feeding(journal.segments()).feed(journal.fedAfter(), tail);
        } catch (IOException failed) {
            close();
            throw new JournalException(
                    "journal cannot be read: " + config.directory() + " (" + JournalDirectory.reason(failed) + ")",
                    failed);
        }
        journal.commit().start(tail);
    }

    @Override
    public CompletionStage<Receipt> append(Publication publication) {
        GroupCommit commit;
        synchronized (this) {
            if (opened == null || closed) {
                return CompletableFuture.failedFuture(new IllegalStateException("the replay store is not open"));
            }
            commit = opened.commit();
        }
        Idempotency idempotency = publication.idempotency();
        return idempotency == null
                ? commit.append(publication)
                : recent.once(idempotency, () -> commit.append(publication));
    }

    @Override
    public History history() {
        return whileOpen().history();
    }

    /** The position before the oldest event kept, or 0. Any thread. */
    public long beginning() {
        return whileOpen().segments().beginning();
    }

    /** The number of events kept, those included that cannot be read. Any thread. */
    public long events() {
        return whileOpen().segments().events();
    }

    /** What the events take on disk. Any thread. */
    public long bytes() {
        return whileOpen().segments().bytes();
    }

    /** How often events were made durable, one group of publications each time. Any thread. */
    public long commits() {
        return whileOpen().commit().commits();
    }

    /** How often a group of publications could not be stored, and was refused. Any thread. */
    public long failedCommits() {
        return whileOpen().commit().failedCommits();
    }

    /** What all {@link #commits} took together. Any thread. */
    public Duration commitTime() {
        return Duration.ofNanos(whileOpen().commit().commitNanos());
    }

    /** What waits to be made durable, or to be acknowledged, in bytes. Any thread. */
    public long waitingBytes() {
        return whileOpen().commit().waitingBytes();
    }

    private synchronized Opened whileOpen() {
        if (opened == null) {
            throw new IllegalStateException("the replay store is not open");
        }
        return opened;
    }

    /** Writes and acknowledges what was appended so far, and gives the directory back. */
    @Override
    public void close() {
        Opened journal;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            journal = opened;
        }
        if (journal != null) {
            journal.commit().close();
        }
        endThreads();
        if (journal != null) {
            closeAll(journal.segments());
            close(journal.lock());
        }
    }

    private void endThreads() {
        executors.forEach(ExecutorService::shutdown);
        long deadline = System.nanoTime() + LONGEST_CLOSE.toNanos();
        try {
            for (ExecutorService executor : executors) {
                if (!executor.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    LOG.log(Level.WARNING, "journal: some answers were not taken by the time it was closed");
                }
            }
        } catch (InterruptedException inAHurry) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeAll(Segments segments) {
        for (Segment segment : segments.all()) {
            close(segment);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception failed) {
            LOG.log(Level.WARNING, "journal: a file could not be closed", failed);
        }
    }
}
