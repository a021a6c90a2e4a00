package dev.breakwater.benchmarks.load;

import dev.breakwater.benchmarks.measure.LowPriority;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * An {@link Audience}, connected: one selector thread that reads and checks all streams. That thread owns the streams
 * and the tallies; other threads ask it through a queue.
 */
public final class LoadClient implements AutoCloseable {
    private static final int READ_BUFFER_BYTES = 256 * 1024;
    private static final long ANSWER_LIMIT_SECONDS = 30;

    private final Audience audience;

    /** When each connection is begun, after the first, in order. */
    private final long[] beginNanos;

    /** Whether everything else on these processors goes before it. */
    private final boolean behindOthers;

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> questions = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> allOpen = new CompletableFuture<>();
    private volatile boolean closing;

    // Of the selector thread:
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(READ_BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final List<ByteBuffer> requests;
    private final List<SubscriberStream> streams;
    private final Tally tally = new Tally();
    private final Tally stalledTally = new Tally();
    private final PriorityQueue<SubscriberStream> deferred =
            new PriorityQueue<>((a, b) -> Long.compare(a.dueAt(), b.dueAt()));
    private CompletableFuture<Void> delivered = new CompletableFuture<>();
    private long deliveredWhen = Long.MAX_VALUE;
    private long beganAt;
    private int opened;

    private LoadClient(Audience audience, long[] beginNanos, boolean behindOthers) throws IOException {
        this.audience = audience;
        this.beginNanos = beginNanos;
        this.behindOthers = behindOthers;
        selector = Selector.open();
        streams = new ArrayList<>(audience.size());
        String host =
                audience.server().getHostString() + ":" + audience.server().getPort();
        requests = audience.paths().stream()
                .map(path -> audience.protocol().request(host, path))
                .toList();
        thread = new Thread(this::run, "subscribers");
        thread.setDaemon(true);
    }

    /** Connects everyone, later where the server says so; returns when each stream is open. */
    public static LoadClient open(Audience audience, Duration limit) throws IOException, InterruptedException {
        return open(
                audience,
                IntStream.range(0, audience.size())
                        .mapToLong(audience::nanosBefore)
                        .toArray(),
                false,
                limit);
    }

    /**
     * The same, of clients that were cut at one moment and come back after the delays that each was told.
     *
     * @param behindOthers whether all other threads on these processors go before this one
     */
    public static LoadClient comeBack(Audience audience, long[] delaysMillis, boolean behindOthers, Duration limit)
            throws IOException, InterruptedException {
        long[] sorted = LongStream.of(delaysMillis)
                .map(TimeUnit.MILLISECONDS::toNanos)
                .sorted()
                .toArray();
        return open(audience, sorted, behindOthers, limit);
    }

    private static LoadClient open(Audience audience, long[] beginNanos, boolean behindOthers, Duration limit)
            throws IOException, InterruptedException {
        LoadClient client = new LoadClient(audience, beginNanos, behindOthers);
        client.thread.start();
        try {
            client.allOpen.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return client;
        } catch (ExecutionException e) {
            client.close();
            throw new IOException(String.valueOf(e.getCause().getMessage()), e.getCause());
        } catch (TimeoutException e) {
            int opened = client.ask(() -> client.opened);
            client.close();
            throw new IOException("only " + opened + " of " + audience.size() + " streams were open after " + limit, e);
        }
    }

    public Audience audience() {
        return audience;
    }

    /** Forgets all counts, and takes the latency of events that are due in the window ({@link RunClock}). */
    public void measure(long from, long to) {
        ask(() -> {
            tally.measure(from, to);
            return true;
        });
    }

    /** When each client is to come back if its stream ends, as it was told last, in milliseconds. */
    public long[] retryMillis() {
        return ask(
                () -> streams.stream().mapToLong(SubscriberStream::retryMillis).toArray());
    }

    public LoadReport report() {
        return ask(tally::report);
    }

    /** The CPU time of the selector thread, in nanoseconds. */
    public long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }

    /** Waits until every open healthy stream has got the given sequence number; false if some have not in time. */
    public boolean awaitSequence(long sequence, Duration limit) throws InterruptedException {
        long deadline = RunClock.now() + limit.toNanos();
        while (ask(() -> behind(sequence)) > 0) {
            if (RunClock.now() > deadline) {
                return false;
            }
            Thread.sleep(5);
        }
        return true;
    }

    /** Completes when all healthy streams together have got so many events since they were opened; one at a time. */
    public CompletableFuture<Void> whenDelivered(long deliveries) {
        return ask(() -> {
            delivered = new CompletableFuture<>();
            deliveredWhen = deliveries;
            tellIfDelivered();
            return delivered;
        });
    }

    /** How many healthy streams are open and have not got the given sequence number. */
    public long streamsBehind(long sequence) {
        return ask(() -> behind(sequence));
    }

    /** Reads what waits for the stalled streams; the number of them that the server has not closed. */
    public long stalledStillOpen() {
        return ask(() -> streams.stream()
                .filter(stream -> stream.state() == SubscriberStream.State.STALLED)
                .filter(this::isOpenBehindItsBuffer)
                .count());
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(ANSWER_LIMIT_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        questions.add(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        selector.wakeup();
        try {
            return answer.get(ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the subscribers' thread gave no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void run() {
        try (selector) {
            if (behindOthers) {
                LowPriority.ofThisThread();
            }
            beganAt = RunClock.now();
            while (!closing) {
                boolean opening = openNext() | askAgain();
                selector.select(this::ready, opening ? 1 : 100);
                for (Runnable question = questions.poll(); question != null; question = questions.poll()) {
                    question.run();
                }
            }
        } catch (IOException | RuntimeException e) {
            allOpen.completeExceptionally(e);
        } finally {
            streams.forEach(SubscriberStream::close);
        }
    }

    /** Sends the requests of those who were told to come back now; whether some are still to be sent. */
    private boolean askAgain() throws IOException {
        long now = RunClock.now();
        for (SubscriberStream next = deferred.peek();
                next != null && next.dueAt() <= now && !allOpen.isDone();
                next = deferred.peek()) {
            deferred.remove();
            next.ask(requests.get(next.path()).duplicate());
        }
        return !deferred.isEmpty();
    }

    /** Begins the connections whose turn has come; whether some are still to begin. */
    private boolean openNext() throws IOException {
        if (streams.size() == audience.size() || allOpen.isDone()) {
            return false;
        }
        long elapsed = RunClock.now() - beganAt;
        int most = Math.min(audience.size(), opened + deferred.size() + audience.opening());
        while (streams.size() < most && beginNanos[streams.size()] <= elapsed) {
            // The stalled ones are spread evenly among the others.
            long before = (long) streams.size() * audience.stalled() / audience.size();
            long after = (streams.size() + 1L) * audience.stalled() / audience.size();
            boolean stalls = after > before;
            streams.add(
                    new SubscriberStream(selector, audience, streams.size(), stalls, stalls ? stalledTally : tally));
        }
        return true;
    }

    private void ready(SelectionKey key) {
        SubscriberStream stream = (SubscriberStream) key.attachment();
        try {
            if (key.isConnectable()) {
                stream.connected(requests.get(stream.path()).duplicate());
            } else {
                read(stream);
            }
        } catch (IOException | IllegalStateException e) {
            ended(stream, e);
        }
    }

    private void read(SubscriberStream stream) throws IOException {
        buffer.clear();
        int length = stream.read(buffer);
        if (length < 0) {
            throw new IOException("the server closed the connection");
        }
        tally.receivedAt = RunClock.now();
        SubscriberStream.State before = stream.state();
        SubscriberStream.State after = stream.decode(buffer, length);
        tellIfDelivered();
        if (after == before) {
            return;
        }
        if (after == SubscriberStream.State.DEFERRED) {
            if (!audience.comesBack()) {
                throw new IOException("the server told a subscriber to come back later");
            }
            deferred.add(stream);
        } else if (++opened == audience.size()) {
            allOpen.complete(null);
        }
    }

    private void tellIfDelivered() {
        if (tally.deliveries >= deliveredWhen) {
            deliveredWhen = Long.MAX_VALUE;
            delivered.complete(null);
        }
    }

    private void ended(SubscriberStream stream, Exception reason) {
        stream.close();
        if (!allOpen.isDone()) {
            allOpen.completeExceptionally(
                    new IOException("stream " + (opened + 1) + " did not open: " + reason.getMessage(), reason));
        } else if (!stream.stalls) {
            tally.closes++;
        }
    }

    private long behind(long sequence) {
        return streams.stream()
                .filter(stream -> stream.state() == SubscriberStream.State.OPEN && stream.isBehind(sequence))
                .count();
    }

    private boolean isOpenBehindItsBuffer(SubscriberStream stream) {
        try {
            int length;
            do {
                buffer.clear();
                length = stream.read(buffer);
            } while (length == buffer.capacity());
            return length >= 0;
        } catch (IOException reset) {
            return false;
        }
    }
}
