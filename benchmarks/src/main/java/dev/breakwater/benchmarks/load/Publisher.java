package dev.breakwater.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Publishes numbered events over one keep-alive connection, which is what defines their order. One thread writes by a
 * {@link Schedule}, up to a depth of unanswered requests; a second one reads the answers. Several events that are due
 * go into one write. Not for use by several threads.
 */
public final class Publisher implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final long LONGEST_LAG_MICROS = 600_000_000L;
    private static final long LAST_ANSWERS_NANOS = 5_000_000_000L;
    private static final long LONGEST_SLEEP_NANOS = 50_000_000L;

    /** An answer wakes the writer at once; this is for the wake-up that comes just before it sleeps. */
    private static final long ANSWER_POLL_NANOS = 1_000_000L;

    private final SocketChannel channel;
    private final PublishRequest request;
    private final int depth;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> daemon(task, "publisher"));
    private volatile boolean closing;

    /** How many events each unanswered request has, the oldest first. */
    private final Queue<Integer> unanswered = new ConcurrentLinkedQueue<>();

    // Written by the writer's thread:
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();
    private volatile Thread writing = Thread.currentThread();

    // Written by the thread that reads the answers:
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong answeredRequests = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private volatile String failure = "";

    private Publisher(SocketChannel channel, PublishRequest request, int depth) {
        this.channel = channel;
        this.request = request;
        this.depth = depth;
    }

    /** {@code depth} is how many requests may be unanswered; 1 does without pipelining. */
    public static Publisher connect(InetSocketAddress server, PublishRequest request, int depth) throws IOException {
        if (depth < 1) {
            throw new IllegalArgumentException("pipelining depth must be at least 1: " + depth);
        }
        SocketChannel channel = SocketChannel.open(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        Publisher publisher = new Publisher(channel, request, depth);
        daemon(publisher::readAnswers, "publisher-answers").start();
        return publisher;
    }

    /** Publishes on a thread of its own; completes when the schedule is over and the answers are in. */
    public CompletableFuture<PublishReport> publish(Schedule schedule) {
        return CompletableFuture.supplyAsync(() -> write(schedule), writer);
    }

    /** The sequence number of the last event written; 0 before the first. */
    public long lastSequence() {
        return written.get();
    }

    /** How many events the server has answered. */
    public long answered() {
        return answered.get();
    }

    @Override
    public void close() throws IOException {
        closing = true;
        writer.shutdownNow();
        channel.close();
    }

    private PublishReport write(Schedule schedule) {
        writing = Thread.currentThread();
        ByteBuffer out = ByteBuffer.allocateDirect(BUFFER_BYTES);
        Histogram lag = new Histogram(LONGEST_LAG_MICROS, 3);
        long rejectedBefore = rejected.get();
        long index = 0;
        try {
            for (long now = RunClock.now(); now < schedule.to(); now = RunClock.now()) {
                long ahead = schedule.due(index) - now;
                long room = depth - (requests.get() - answeredRequests.get());
                if (ahead > 0) {
                    LockSupport.parkNanos(Math.min(ahead, LONGEST_SLEEP_NANOS));
                } else if (room == 0) {
                    LockSupport.parkNanos(ANSWER_POLL_NANOS);
                } else {
                    for (; room > 0 && schedule.due(index) <= now; room--) {
                        int count = due(schedule, index, now);
                        if (request.length(count) > out.remaining()) {
                            break;
                        }
                        write(out, schedule, index, count, now, lag);
                        index += count;
                    }
                    flush(out);
                }
                failIfBroken();
            }
            awaitAnswers();
        } catch (IOException e) {
            throw new CompletionException("publishing failed: " + e.getMessage(), e);
        }
        return new PublishReport(index, unsent(schedule, index), rejected.get() - rejectedBefore, lag);
    }

    /** How many events the next request will have: those that are due, as far as one may have them. */
    private int due(Schedule schedule, long from, long now) {
        int count = 1;
        while (count < request.most() && schedule.due(from + count) <= now) {
            count++;
        }
        return count;
    }

    private void write(ByteBuffer out, Schedule schedule, long from, int count, long now, Histogram lag) {
        request.begin(out, written.get() + 1, count);
        for (long index = from; index < from + count; index++) {
            long due = schedule.due(index);
            request.write(out, written.incrementAndGet(), due);
            if (due >= schedule.measuredFrom()) {
                lag.recordValue(Math.min((now - due) / 1000, LONGEST_LAG_MICROS));
            }
        }
        unanswered.add(count);
        requests.incrementAndGet();
    }

    private void flush(ByteBuffer out) throws IOException {
        out.flip();
        while (out.hasRemaining()) {
            channel.write(out);
        }
        out.clear();
    }

    private void awaitAnswers() throws IOException {
        long deadline = RunClock.now() + LAST_ANSWERS_NANOS;
        while (answered.get() < written.get() && RunClock.now() < deadline && !closing) {
            LockSupport.parkNanos(ANSWER_POLL_NANOS);
            failIfBroken();
        }
    }

    private void failIfBroken() throws IOException {
        if (!failure.isEmpty()) {
            throw new IOException(failure);
        }
        if (closing || Thread.currentThread().isInterrupted()) {
            throw new IOException("the publisher was closed");
        }
    }

    private static long unsent(Schedule schedule, long sent) {
        if (Double.isInfinite(schedule.ratePerSecond())) {
            return 0;
        }
        double due = (schedule.to() - schedule.from()) / 1e9 * schedule.ratePerSecond();
        return Math.max(0, (long) due - sent);
    }

    private void readAnswers() {
        ByteBuffer in = ByteBuffer.allocateDirect(BUFFER_BYTES);
        ResponseDecoder response = new ResponseDecoder((buffer, from, to) -> {});
        try {
            while (channel.read(in) >= 0) {
                countAnswers(response, in);
                in.clear();
                LockSupport.unpark(writing);
            }
            failure = "the server closed the publisher's connection after " + answered + " answers";
        } catch (IOException | IllegalStateException e) {
            failure = "the publisher's connection broke after " + answered + " answers: " + e.getMessage();
        }
    }

    private void countAnswers(ResponseDecoder response, ByteBuffer in) {
        int at = 0;
        while (at < in.position()) {
            at = response.decode(in, at, in.position());
            if (response.ended()) {
                Integer events = unanswered.poll();
                if (events == null) {
                    throw new IllegalStateException("more answers than requests");
                }
                if (response.status() / 100 != 2) {
                    rejected.addAndGet(events);
                }
                answered.addAndGet(events);
                answeredRequests.incrementAndGet();
                response.next();
            }
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
