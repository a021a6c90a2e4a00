package dev.breakwater.sse.jaxrs.stream;

import java.lang.System.Logger;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread with the streams that it alone writes to. In each pass it does what was posted, writes once to each stream that
 * has something waiting and a client that takes it, and now and then looks at each stream's timers; then it starts over,
 * or parks. Each piece of work is posted once until it has run, so the queue is bounded by the number of streams.
 *
 * <p>What is posted once the thread has gone is done by those who post, one at a time.
 */
final class Loop implements Runnable {
    private static final Logger LOG = System.getLogger(Loop.class.getName());
    private static final long TICK_NANOS = Duration.ofMillis(200).toNanos();

    private final Streams owner;
    private final Thread thread;
    private final Queue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private volatile boolean parked;
    private volatile boolean finished;
    private volatile boolean closing;

    // This thread's only; once it has gone, guarded by this.
    private final Set<SinkStream> streams = new HashSet<>();
    private final Map<BroadcastLog, Audience> audiences = new HashMap<>();
    private final ArrayDeque<SinkStream> pending = new ArrayDeque<>();
    private final Set<Audience> touched = new HashSet<>();
    private final SharedBatch batch = new SharedBatch();
    private long now = System.nanoTime();
    private long nextTick = now + TICK_NANOS;

    Loop(Streams owner, String name) {
        this.owner = owner;
        this.thread = new Thread(this, name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    // Any thread.

    void post(Runnable work) {
        posted.add(work);
        if (finished) {
            runLeftovers();
        } else if (parked) {
            parked = false;
            LockSupport.unpark(thread);
        }
    }

    int size() {
        return size.get();
    }

    /** Counts a stream at once, so that streams which come all together are spread over all loops. */
    void expect() {
        size.incrementAndGet();
    }

    void close() {
        closing = true;
        post(() -> Set.copyOf(streams).forEach(SinkStream::endWithServer));
    }

    boolean awaitEnd(Duration longest) throws InterruptedException {
        thread.join(Math.max(1, longest.toMillis()));
        return !thread.isAlive();
    }

    /** Lets the thread go though some clients still hold their connections; the container will end those. */
    void abandon() {
        post(streams::clear);
    }

    // This thread.

    @Override
    public void run() {
        while (!closing || !streams.isEmpty() || !posted.isEmpty()) {
            if (!pass()) {
                park();
            }
        }
        finished = true;
        runLeftovers();
    }

    private boolean pass() {
        now = System.nanoTime();
        boolean worked = runPosted(posted.size());
        worked |= deliver();
        touched.forEach(Audience::tellReached);
        touched.clear();
        if (now - nextTick >= 0) {
            nextTick = now + TICK_NANOS;
            List.copyOf(streams).forEach(stream -> guarded(stream, () -> stream.tick(now)));
        }
        return worked || !pending.isEmpty();
    }

    /** Does what was posted before: what is posted meanwhile is for the next pass, or nothing would ever be delivered. */
    private boolean runPosted(int most) {
        boolean worked = false;
        for (int i = 0; i < most; i++) {
            Runnable work = posted.poll();
            if (work == null) {
                break;
            }
            worked = true;
            try {
                work.run();
            } catch (RuntimeException | Error fault) {
                LOG.log(Logger.Level.ERROR, "a stream failed on a fault of the server's own", fault);
            }
        }
        return worked;
    }

    private boolean deliver() {
        int round = pending.size();
        if (round == 0) {
            return false;
        }
        long horizon = owner.horizon();
        batch.begin(horizon);
        for (int i = 0; i < round; i++) {
            SinkStream stream = pending.remove();
            guarded(stream, () -> stream.deliver(horizon));
        }
        return true;
    }

    /** A fault costs the stream that it came from, never the thread, on which other streams depend. */
    private void guarded(SinkStream stream, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error fault) {
            LOG.log(Logger.Level.ERROR, "a stream failed on a fault of the server's own", fault);
            stream.endWithError();
        }
    }

    private void park() {
        parked = true;
        if (posted.isEmpty()) {
            if (streams.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, Math.max(1, nextTick - System.nanoTime()));
            }
        }
        parked = false;
    }

    private synchronized void runLeftovers() {
        while (runPosted(posted.size())) {
            pending.clear(); // nothing is delivered any more
        }
    }

    void add(SinkStream stream) {
        streams.add(stream);
        if (closing) {
            stream.endWithServer();
        }
    }

    void remove(SinkStream stream) {
        if (streams.remove(stream)) {
            size.decrementAndGet();
        }
    }

    void enqueue(SinkStream stream) {
        pending.add(stream);
    }

    Audience join(SinkStream stream, BroadcastLog log) {
        Audience audience = audiences.computeIfAbsent(log, key -> new Audience(this, key));
        audience.add(stream);
        return audience;
    }

    void leave(SinkStream stream, Audience audience) {
        audience.remove(stream);
        if (audience.isEmpty()) {
            audiences.remove(audience.log());
        } else {
            touched.add(audience);
        }
        audience.log().left(audience);
    }

    void touched(Audience audience) {
        touched.add(audience);
    }

    SharedBatch batch() {
        return batch;
    }

    /** The time of this pass, in nanoseconds. */
    long now() {
        return now;
    }
}
